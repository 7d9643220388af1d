/**
 * Parts of an Appointment, by `_summary` or `_elements`.
 * @see {@link https://hl7.org/fhir/R4/search.html#summary}
 */
import type { Appointment } from './types.ts';

/** Top-level elements to keep, or to leave out. */
export type Subset = { readonly keep: ReadonlySet<string> } | { readonly drop: ReadonlySet<string> };

/** Demanded by R4, and what says which resource it is. */
const always = ['resourceType', 'id', 'meta', 'implicitRules', 'modifierExtension', 'status', 'participant'];

/** Those that R4 marks as summary. */
const summary = [
  ...['identifier', 'cancelationReason', 'serviceCategory', 'serviceType', 'specialty', 'appointmentType', 'reasonCode'],
  ...['start', 'end'],
];

export const elementsSubset = (names: readonly string[]): Subset => ({ keep: new Set([...always, ...names]) });
export const summarySubset: Subset = elementsSubset(summary);
export const textSubset: Subset = elementsSubset(['text']);
export const dataSubset: Subset = { drop: new Set(['text']) };

const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

/** Tagged as a part, so that nobody stores it for the whole. */
export function toSubset(appointment: Appointment, subset: Subset): Appointment {
  const isKept = (name: string): boolean => {
    const element = name.replace(/^_/, '');
    return 'keep' in subset ? subset.keep.has(element) : !subset.drop.has(element);
  };
  const parts = Object.entries(appointment).filter(([name]) => isKept(name));
  const { meta } = appointment;
  const tag = [...(meta?.tag ?? []), SUBSETTED];
  // Status and participant, which R4 demands, are always among them.
  return Object.fromEntries(parts.map(([name, value]) => [name, name === 'meta' ? { ...meta, tag } : value])) as unknown as Appointment;
}
