/** Which register owns which items; the rest is typed in. */
import type { Register } from '../access/caller.ts';
import type { Kind } from '../pdc/item.ts';

export const registerOf: Readonly<Record<Kind, Register | undefined>> = {
  'name-and-address': 'cpr',
  custody: 'cpr',
  'coverage-group': 'sygesikring',
  'general-practitioner': 'yder',
  'organ-donor': 'organdonor',
  'treatment-will': 'testamente',
  'living-will': 'testamente',
  resuscitation: 'fravalg',
  language: undefined,
  'temporary-address': undefined,
  dentist: undefined,
  contact: undefined,
  relative: undefined,
};

/** A citizen has any number of these, and one of each other kind. */
const several: readonly Kind[] = ['relative', 'custody'];
export const isSingle = (kind: Kind): boolean => !several.includes(kind);

/** Those that are elements of the citizen's Patient. */
export const patientKinds: readonly Kind[] = ['name-and-address', 'general-practitioner', 'contact', 'temporary-address', 'language'];

/** Those whose answer is yes or no: of a register that is down, it is neither. */
export const registrationKinds = ['organ-donor', 'treatment-will', 'living-will'] as const;

export const registerNames: Readonly<Record<Register, string>> = {
  cpr: 'CPR-registret',
  sygesikring: 'Sygesikringsregistret',
  yder: 'Yderregistret',
  organdonor: 'Organdonorregistret',
  testamente: 'Livs- og Behandlingstestamenteregistret',
  fravalg: 'Fravalgsregistret',
};

/** The kinds that every card has: where one is missing, the card is incomplete. */
export const expectedKinds: readonly Kind[] = ['name-and-address', 'coverage-group', 'organ-donor', 'treatment-will', 'living-will'];
