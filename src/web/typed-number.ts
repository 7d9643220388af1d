/** A CPR or eCPR number as a professional types it. */
import { type CitizenIdentifier, CPR_SYSTEM, D_ECPR_SYSTEM, parseCitizenIdentifier, X_ECPR_SYSTEM } from '../cpr/cpr.ts';
import type { Texts } from './texts.da.ts';

/** Each region issues its own D-eCPR numbers: the same one of another region is another citizen's (dk-core, D-eCPR systems). */
const issuers: Readonly<Record<keyof Texts['coordination']['issuers'], string>> = {
  'd-ecpr': D_ECPR_SYSTEM,
  sjaelland: `${D_ECPR_SYSTEM}.177`,
  nordjylland: `${D_ECPR_SYSTEM}.179`,
  midtjylland: `${D_ECPR_SYSTEM}.181`,
  syddanmark: `${D_ECPR_SYSTEM}.183`,
  hovedstaden: `${D_ECPR_SYSTEM}.187`,
};

/**
 * @param issuer of a D-eCPR number; empty of others
 * @returns `'issuerWrong'` where the number is a D-eCPR and it is not said whose, or another is and it is said; `'cprWrong'` where it is none
 */
export function parseTypedNumber(text: string, issuer: string): CitizenIdentifier | 'cprWrong' | 'issuerWrong' {
  const value = text.replaceAll(/[\s–-]/g, '').toUpperCase();
  const named = Object.entries(issuers).find(([key]) => key === issuer)?.[1];
  const national = [CPR_SYSTEM, X_ECPR_SYSTEM].map((system) => parseCitizenIdentifier(system, value)).find((found) => found !== undefined);
  if (national !== undefined) return issuer === '' ? national : 'issuerWrong';
  if (parseCitizenIdentifier(D_ECPR_SYSTEM, value) === undefined) return 'cprWrong';
  return parseCitizenIdentifier(named, value) ?? 'issuerWrong';
}
