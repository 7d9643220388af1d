/** An issuer's public keys, fetched from its JWKS address. */
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

export interface KeyTimes {
  /** How old the keys may be before newer ones are fetched beside the work; those in hand serve meanwhile. */
  readonly refreshMs: number;
  /** How long after such a fetch failed before the next. */
  readonly retryMs: number;
  /** How old the keys may be, with the issuer out of reach, before they are trusted no more. */
  readonly maxAgeMs: number;
  /** How long after any fetch before a key id that is unknown causes another. */
  readonly cooldownMs: number;
  readonly timeoutMs: number;
}

export const keyTimes: KeyTimes = {
  refreshMs: 10 * 60_000,
  retryMs: 30_000,
  maxAgeMs: 24 * 3_600_000,
  cooldownMs: 1000,
  timeoutMs: 5000,
};

/** The keys could not be had: this says nothing about the token. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('the keys of a token issuer cannot be fetched', { cause });
    this.name = 'KeysUnavailable';
  }
}

/**
 * Finds the key that signed a token. A key id not seen before fetches anew, so that a rotation is noticed at once and a
 * forger's ids cost the issuer one call a second at most; an issuer that is down is not noticed until its keys are `maxAgeMs` old.
 *
 * @param onFailure is told of a fetch that failed beside the work
 * @throws KeysUnavailable where there are no keys to judge by; jose's error where there are, and none fits
 */
export function createRemoteKeys(jwksUri: string, onFailure: (failure: unknown) => void, times: KeyTimes = keyTimes): JWTVerifyGetKey {
  let findKey: JWTVerifyGetKey | undefined;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;
  let pending: Promise<JWTVerifyGetKey> | undefined;
  const isOver = (since: number, ms: number): boolean => performance.now() > since + ms;

  async function fetchNow(): Promise<JWTVerifyGetKey> {
    triedAt = performance.now();
    try {
      findKey = createLocalJWKSet(await fetchKeySet(jwksUri, times.timeoutMs));
      fetchedAt = triedAt;
      return findKey;
    } catch (cause) {
      failure = new KeysUnavailable(cause);
      throw failure;
    } finally {
      pending = undefined;
    }
  }

  const reload = (): Promise<JWTVerifyGetKey> => {
    pending ??= fetchNow();
    return pending;
  };

  async function current(): Promise<JWTVerifyGetKey> {
    if (findKey === undefined || isOver(fetchedAt, times.maxAgeMs)) {
      if (pending === undefined && !isOver(triedAt, times.cooldownMs)) throw failure;
      return reload();
    }
    if (isOver(fetchedAt, times.refreshMs) && isOver(triedAt, times.retryMs)) reload().catch(onFailure);
    return findKey;
  }

  return async (header, token) => {
    const find = await current();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || (pending === undefined && !isOver(triedAt, times.cooldownMs))) throw error;
      return (await reload())(header, token);
    }
  };
}

async function fetchKeySet(jwksUri: string, timeoutMs: number): Promise<JSONWebKeySet> {
  const response = await fetch(jwksUri, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status !== 200) throw new Error(`the JWKS address answered ${response.status}`);
  // createLocalJWKSet checks the shape.
  return (await response.json()) as JSONWebKeySet;
}
