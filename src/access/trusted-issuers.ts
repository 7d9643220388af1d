/** Whose tokens this service takes: the configured issuers', or the development issuer's; never both. */
import type { Config } from '../config.ts';
import type { TrustedIssuer } from './authenticate.ts';
import { openDevelopmentIssuer } from './development-issuer.ts';
import { createRemoteKeys } from './remote-keys.ts';

/** @param onFailure is told when an issuer's keys could not be fetched anew */
export async function openTrustedIssuers(
  { tokenIssuers, dataDir }: Pick<Config, 'tokenIssuers' | 'dataDir'>,
  onFailure: (failure: unknown) => void,
): Promise<readonly TrustedIssuer[]> {
  if (tokenIssuers === undefined) return [await openDevelopmentIssuer(dataDir)];
  return tokenIssuers.map(({ issuer, audience, jwksUri }) => ({
    issuer,
    audience,
    findKey: createRemoteKeys(jwksUri, onFailure),
    development: false,
  }));
}
