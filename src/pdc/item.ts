/** What a citizen's master-data card is made of: its items as PDC-DK 3.0 has them, their values in FHIR's data types. */
import type { Address, CodeableConcept, ContactPoint, Identifier } from '../fhir/types.ts';

export interface PersonName {
  readonly prefix?: readonly string[];
  readonly given: readonly string[];
  readonly family?: string;
}

/** FHIR's data-absent-reason: the register cannot be reached, or the reader may not see it. */
export type Absent = 'temp-unknown' | 'masked';

export interface NameAndAddress {
  readonly kind: 'name-and-address';
  readonly name: PersonName;
  readonly gender?: 'male' | 'female' | 'other' | 'unknown';
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string;
  /** Absent too where it is kept from the reader. */
  readonly address?: Address;
  /** The citizen's name and address are protected (CPR-loven § 28). */
  readonly isProtected: boolean;
}

/** The surgery that the citizen is assigned to. */
export interface GeneralPractitioner {
  readonly kind: 'general-practitioner';
  readonly identifier: readonly Identifier[];
  readonly name?: string;
  readonly telecom: readonly ContactPoint[];
  readonly address?: Address;
}

export interface Custody {
  readonly kind: 'custody';
  /** Who is named: a child the citizen has custody over, or one who has custody over the citizen. */
  readonly side: 'child' | 'holder';
  readonly identifier?: Identifier;
  readonly name: PersonName;
  /** What the holder is to the child (`mor`, `far`). */
  readonly relation?: CodeableConcept;
}

export interface CoverageGroup {
  readonly kind: 'coverage-group';
  /** `1` or `2` (sundhedsloven § 58); absent where no register tells. */
  readonly group?: string;
}

/** That something is registered, never what. */
export interface Registration {
  readonly kind: 'organ-donor' | 'treatment-will' | 'living-will';
  readonly registered: boolean | Absent;
}

export interface Resuscitation {
  readonly kind: 'resuscitation';
  /** Whether resuscitation is opted out of. Not known is never "no". */
  readonly optedOut: boolean | Absent;
  /** From when it holds, an instant; of one that a register gave. */
  readonly from?: string;
}

export interface Language {
  readonly kind: 'language';
  /** ISO 639-1. */
  readonly code: string;
  readonly display?: string;
}

export interface TemporaryAddress {
  readonly kind: 'temporary-address';
  readonly address?: Address;
  /** Danish days, both included. */
  readonly from?: string;
  readonly to?: string;
}

export interface Dentist {
  readonly kind: 'dentist';
  readonly identifier?: Identifier;
  readonly clinic?: string;
  readonly name?: PersonName;
  readonly address?: Address;
  readonly telecom: readonly ContactPoint[];
}

export interface Contact {
  readonly kind: 'contact';
  readonly telecom: readonly ContactPoint[];
}

export interface Relative {
  readonly kind: 'relative';
  readonly name: PersonName;
  readonly telecom: readonly ContactPoint[];
  readonly relation?: CodeableConcept;
  readonly comment?: string;
}

export type Content =
  | NameAndAddress
  | GeneralPractitioner
  | Custody
  | CoverageGroup
  | Registration
  | Resuscitation
  | Language
  | TemporaryAddress
  | Dentist
  | Contact
  | Relative;

export type Kind = Content['kind'];
export type ContentOf<K extends Kind> = Extract<Content, { kind: K }>;

export type AuthorKind = 'register' | 'citizen' | 'relative' | 'professional';

/** Who entered an item: a citizen and a relative by name, a professional by the organisation alone; never by a CPR number. */
export interface Author {
  readonly kind: AuthorKind;
  readonly name?: PersonName;
  readonly organisation?: { readonly identifier?: Identifier; readonly name?: string };
}

export interface Item<C extends Content = Content> {
  /** A uuid. */
  readonly id: string;
  readonly content: C;
  readonly author: Author;
  /** An instant with seconds, in Danish offset; absent where the register does not tell. */
  readonly recordedAt?: string;
}

export const fullName = ({ prefix = [], given, family }: PersonName): string =>
  [...prefix, ...given, ...(family === undefined ? [] : [family])].join(' ');

/** Of a name that came as one text: its last word is the family's. */
export function toPersonName(text: string): PersonName {
  const words = text.trim().split(/\s+/);
  return words.length < 2 ? { given: words } : { given: words.slice(0, -1), family: words.at(-1) ?? '' };
}
