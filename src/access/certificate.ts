/** The client's certificate, as the proxy that ended its TLS connection passes it on. */
import { createHash, X509Certificate } from 'node:crypto';

/**
 * The header of RFC 9440. The proxy sets it itself and drops one that came from outside. It only ever adds a demand (a token
 * bound to a certificate is worth nothing without it), so a service without such a proxy is no more open for reading it.
 */
export const CLIENT_CERTIFICATE_HEADER = 'client-cert';

/**
 * `x5t#S256` of the certificate in a `Client-Cert` header: RFC 9440's byte sequence, or PEM percent-encoded as nginx's
 * `$ssl_client_escaped_cert` has it. Undefined for anything else.
 * @see {@link https://www.rfc-editor.org/rfc/rfc8705#section-3.1 RFC 8705 §3.1}
 */
export function certificateThumbprint(header: string): string | undefined {
  const sequence = /^:([A-Za-z0-9+/=]+):$/.exec(header.trim())?.[1];
  try {
    const certificate = new X509Certificate(sequence === undefined ? decodeURIComponent(header) : Buffer.from(sequence, 'base64'));
    return createHash('sha256').update(certificate.raw).digest('base64url');
  } catch {
    return undefined;
  }
}
