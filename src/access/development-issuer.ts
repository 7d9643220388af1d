/** The development issuer: a key of its own in `DATA_DIR`, for the service on this machine and for `npm run token`. */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { TrustedIssuer } from './authenticate.ts';
import type { Claims } from './development-claims.ts';

export interface DevelopmentIssuer extends TrustedIssuer {
  /** @returns an access token of 12 hours; `claims` win over what is filled in, `exp` and `aud` too */
  readonly sign: (claims: Claims) => Promise<string>;
}

const ALGORITHM = 'ES256';
const LIFETIME_S = 12 * 3600;

/**
 * Opens the issuer of a data directory, making its key the first time. Issuer and audience are named by the key's thumbprint,
 * so that a token is good wherever this directory is served, on whatever port, and nowhere else; `.invalid` is nobody's.
 */
export async function openDevelopmentIssuer(dataDir: string): Promise<DevelopmentIssuer> {
  const jwk = await readOrMakeKey(dataDir);
  const kid = await calculateJwkThumbprint(jwk);
  const { d: _, ...publicJwk } = jwk;
  const [privateKey, publicKey] = await Promise.all([importJWK(jwk, ALGORITHM), importJWK(publicJwk, ALGORITHM)]);
  const issuer = `https://development.invalid/${kid}`;
  const audience = `${issuer}/fhir`;

  async function sign(claims: Claims): Promise<string> {
    const iat = Math.floor(Date.now() / 1000);
    return new SignJWT({ iss: issuer, aud: audience, iat, exp: iat + LIFETIME_S, jti: randomUUID(), ...claims })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt', kid })
      .sign(privateKey);
  }

  return { issuer, audience, findKey: async () => publicKey, development: true, sign };
}

async function readOrMakeKey(dataDir: string): Promise<JWK> {
  const path = join(dataDir, 'development-key.json');
  try {
    return await readKey(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  await mkdir(dataDir, { recursive: true });
  await makeKey(path);
  return readKey(path);
}

const readKey = async (path: string): Promise<JWK> => JSON.parse(await readFile(path, 'utf8')) as JWK;

/** Written whole beside its place, then linked to it: of two processes one wins, and nobody reads half a key. */
async function makeKey(path: string): Promise<void> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(await exportJWK(privateKey))}\n`, { mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
}

const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
