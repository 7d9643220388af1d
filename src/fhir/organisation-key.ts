/** An organisation's number as one text, whatever system it was written with: what blocks, senders and callers are compared by. */

const prefixes: Readonly<Record<string, string>> = {
  'urn:oid:1.2.208.176.1.1': 'sor',
  'urn:oid:1.2.208.176.1.4': 'yder',
  'http://cvr.dk': 'cvr',
  'urn:oid:1.3.184': 'cvr',
  'urn:oid:1.3.198': 'cvr',
};

export const sorKey = (sor: string): string => `sor:${sor}`;
export const cvrKey = (cvr: string): string => `cvr:${cvr}`;

/** Undefined where the system is no organisation's. */
export function organisationKey({ system, value }: { readonly system?: string; readonly value?: string }): string | undefined {
  const prefix = prefixes[system ?? ''];
  return prefix === undefined || value === undefined ? undefined : `${prefix}:${value}`;
}
