/** Tokens made to measure: a key pair, and a signer that tells every part of the header and the claims. */
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';

export const ISSUER = 'https://sts.example.dk';
export const AUDIENCE = 'https://aftaler.example.dk/fhir';

export interface SigningKey {
  readonly jwk: JWK;
  readonly sign: (claims?: Record<string, unknown>, header?: Record<string, string | undefined>) => Promise<string>;
}

export const nowS = (): number => Math.floor(Date.now() / 1000);

/** What an issuer says of a municipality's system. */
export const senderClaims = () => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'nexus-system',
  client_id: 'nexus',
  jti: randomUUID(),
  iat: nowS(),
  exp: nowS() + 300,
  role: 'sender',
  sector: 'municipal',
  sender_id: 'nexus-0461',
  scope: 'system/Appointment.cruds',
});

export async function createSigningKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
    sign: (claims = {}, header = {}) =>
      new SignJWT({ ...senderClaims(), ...claims })
        .setProtectedHeader({ alg, typ: 'at+jwt', kid, ...header } as JWTHeaderParameters)
        .sign(privateKey),
  };
}
