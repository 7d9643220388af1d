/** Who is calling, as a checked token says it. Only `parseCaller` makes one. */
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import type { Sector } from '../fhir/sector.ts';
import type { Scope } from './scopes.ts';

export type Role = Caller['role'];

export type PracticeKind = 'general' | 'specialist';

/** How a citizen came to act for another. */
export type Relation = 'custody' | 'power-of-attorney';

/** The registers that feed the card. */
export const registers = ['cpr', 'sygesikring', 'yder', 'organdonor', 'testamente', 'fravalg'] as const;
export type Register = (typeof registers)[number];

interface CallerBase {
  readonly clientId: string;
  /** The issuer's own lasting name for the caller; never a CPR number. */
  readonly subject: string;
  /** `jti`: what the log names the token by. */
  readonly tokenId: string;
  readonly scopes: readonly Scope[];
  readonly name?: string | undefined;
  /** From the development issuer: a sender not seen before may be entered from its claims. */
  readonly development: boolean;
}

/** A source system. */
export interface SenderCaller extends CallerBase {
  readonly role: 'sender';
  readonly senderId: string;
  readonly sector: Sector;
  readonly practiceKind?: PracticeKind | undefined;
  readonly sor?: string | undefined;
  readonly cvr?: string | undefined;
  /** Four digits. */
  readonly municipality?: string | undefined;
}

export interface CitizenCaller extends CallerBase {
  readonly role: 'citizen';
  readonly identifier: CitizenIdentifier;
  readonly actFor?: { readonly identifier: CitizenIdentifier; readonly relation: Relation } | undefined;
}

/** A health professional, always of an organisation. */
export interface ProfessionalCaller extends CallerBase {
  readonly role: 'professional';
  /** Unique to the person and lasting; never a CPR number. */
  readonly personId: string;
  readonly authorisationCode?: string | undefined;
  /** Its organisation's, where the registry does not know that. */
  readonly sector?: Sector | undefined;
  readonly sor?: string | undefined;
  readonly cvr?: string | undefined;
  /** v3-ActReason. */
  readonly purpose?: string | undefined;
}

export interface CoordinatorCaller extends CallerBase {
  readonly role: 'coordinator';
  /** Four digits. */
  readonly municipality: string;
}

export interface RegisterCaller extends CallerBase {
  readonly role: 'register';
  readonly register: Register;
}

export interface AdminCaller extends CallerBase {
  readonly role: 'admin';
}

export type Caller = SenderCaller | CitizenCaller | ProfessionalCaller | CoordinatorCaller | RegisterCaller | AdminCaller;
