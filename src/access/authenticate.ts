/** Token → Caller. */
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Fault, fault } from '../fhir/fault.ts';
import type { Caller } from './caller.ts';
import { certificateThumbprint } from './certificate.ts';
import { parseCaller } from './parse-caller.ts';
import { KeysUnavailable } from './remote-keys.ts';
import { createTokenCache } from './token-cache.ts';

export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly findKey: JWTVerifyGetKey;
  readonly development: boolean;
}

/**
 * @param authorization the header as it came
 * @param clientCertificate the `Client-Cert` header as the proxy sets it; see certificate.ts
 * @throws Fault `login` (401, with `WWW-Authenticate`) for whatever is wrong with the token, its claims included;
 * `transient` (503) where the issuer's keys cannot be had
 */
export type Authenticate = (authorization: string | undefined, clientCertificate?: string | undefined) => Promise<Caller>;

/** Asymmetric only: with HS256 a public key would do as the secret. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256'];
const CLOCK_SKEW_S = 30;
/** Counted from `iat`; a token that was given for longer is not honoured for longer. */
const MAX_TOKEN_AGE = '24h';

/** Of verified tokens, so that a caller's next call costs no signature check. */
const CACHE_SIZE = 2000;
/** A key that its issuer withdrew may serve on for this long. */
const CACHE_MS = 60_000;

interface Verified {
  readonly caller: Caller;
  /** `x5t#S256` of the certificate that the token is bound to. */
  readonly boundTo: string | undefined;
  readonly expiresMs: number;
}

/** Checks access tokens by RFC 9068 §4 and RFC 8705 §3, by the machine's clock. Its cache is of this process alone. */
export function createAuthenticate(issuers: readonly TrustedIssuer[]): Authenticate {
  const byName = new Map(issuers.map((issuer) => [issuer.issuer, issuer]));
  const cache = createTokenCache<Verified>(CACHE_SIZE);

  async function verified(token: string): Promise<Verified> {
    const now = Date.now();
    const known = cache.get(token, now);
    if (known !== undefined) return known;
    const fresh = await verify(token, byName);
    cache.set(token, fresh, Math.min(now + CACHE_MS, fresh.expiresMs + CLOCK_SKEW_S * 1000));
    return fresh;
  }

  return async (authorization, clientCertificate) => {
    const { caller, boundTo } = await verified(bearerToken(authorization));
    if (boundTo !== undefined && (clientCertificate === undefined || certificateThumbprint(clientCertificate) !== boundTo)) {
      throw refused('the token is bound to a client certificate that this call does not show');
    }
    return caller;
  };
}

function bearerToken(authorization: string | undefined): string {
  // Without a token there is no error code in the challenge: RFC 6750 §3.1.
  if (authorization === undefined) {
    throw fault('login', 'A bearer token is needed in the Authorization header', { headers: { 'WWW-Authenticate': 'Bearer' } });
  }
  const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1];
  if (token === undefined) throw refused('the Authorization header is not "Bearer" and a token');
  return token;
}

async function verify(token: string, issuers: ReadonlyMap<string, TrustedIssuer>): Promise<Verified> {
  const trusted = issuers.get(unverifiedIssuer(token) ?? '');
  if (trusted === undefined) throw refused('its issuer is not one that this service trusts');
  const claims = await verifySignature(token, trusted);
  const caller = parseCaller(claims, trusted.development);
  if ('wrong' in caller) throw refused(`its claims do not hold: ${caller.wrong.join('; ')}`);
  return { caller, boundTo: boundCertificate(claims), expiresMs: (claims.exp ?? 0) * 1000 };
}

function unverifiedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch (cause) {
    throw refused('it is no JWT', cause);
  }
}

async function verifySignature(token: string, { issuer, audience, findKey }: TrustedIssuer): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, findKey, {
      algorithms: ALGORITHMS,
      typ: 'at+jwt',
      issuer,
      audience,
      requiredClaims: ['exp', 'iat'],
      maxTokenAge: MAX_TOKEN_AGE,
      clockTolerance: CLOCK_SKEW_S,
    });
    return payload;
  } catch (cause) {
    if (cause instanceof KeysUnavailable) {
      const headers = { 'Retry-After': '5' };
      throw fault('transient', 'The token cannot be checked now: the keys of its issuer are out of reach', { headers, cause });
    }
    throw refused(reasonOf(cause), cause);
  }
}

/** @throws Fault `login` for a token bound to something that we cannot check */
function boundCertificate({ cnf }: JWTPayload): string | undefined {
  if (cnf === undefined) return undefined;
  const thumbprint = typeof cnf === 'object' && cnf !== null && 'x5t#S256' in cnf ? cnf['x5t#S256'] : undefined;
  if (typeof thumbprint !== 'string') throw refused('it is bound to a key by other means than a client certificate (x5t#S256)');
  return thumbprint;
}

function reasonOf(cause: unknown): string {
  if (cause instanceof errors.JWTExpired) return `it has expired, or was issued more than ${MAX_TOKEN_AGE} ago`;
  if (cause instanceof errors.JWTClaimValidationFailed) return `"${cause.claim}" is missing or wrong`;
  if (cause instanceof errors.JOSEAlgNotAllowed) return `its algorithm is not ${ALGORITHMS.join(', ')}`;
  if (cause instanceof errors.JWKSNoMatchingKey) return 'its issuer has no key of that id and algorithm';
  if (cause instanceof errors.JWKSMultipleMatchingKeys) return 'several keys of its issuer fit: "kid" is needed';
  if (cause instanceof errors.JWSSignatureVerificationFailed) return 'its signature does not verify';
  return 'it is no signed JWT';
}

/** `reason` is our own words and names of claims; it stands in a quoted string of the challenge. */
function refused(reason: string, cause?: unknown): Fault {
  const description = reason.replaceAll(/["\\]/g, "'").replaceAll(/[^\x20-\x7e]/g, '?');
  return fault('login', `The token is refused: ${reason}`, {
    headers: { 'WWW-Authenticate': `Bearer error="invalid_token", error_description="${description}"` },
    cause,
  });
}
