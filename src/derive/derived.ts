/** As shared: what is derived from an appointment as received, and can be derived again at any time. */
import type { AppointmentStatus } from '../fhir/types.ts';
import type { Change } from '../normalise/changed.ts';
import { dateOf, type LocalDate } from '../time/zone.ts';
import type { Interpreted } from './interpret.ts';

/** An appointment as received, with the facts that its derivation needs beside what it says. */
export interface Member {
  readonly id: string;
  readonly citizenId: string;
  readonly version: number;
  /** Orders the citizen's writes. */
  readonly changeNumber: number;
  readonly updatedAt: Date;
  /** Of an exception: the original start that it was found to be of, by its number. */
  readonly anchor: Date | undefined;
  /** The Danish day it was first received. */
  readonly receivedDate: LocalDate;
  /** When it first came as cancelled, and the status before that. */
  readonly cancelledAt: Date | undefined;
  readonly priorStatus: AppointmentStatus | undefined;
  /** What its versions changed, for one that stands alone. */
  readonly changed: readonly Change[];
  readonly said: Interpreted;
}

/** The text behind the elements that vary: for readers, and for those who may know only that the citizen is busy. */
export interface Tails {
  readonly versionId: string;
  readonly updatedAt: Date;
  readonly tail: string;
  readonly maskedTail: string;
  /** What is told instead of `tail` should the address turn out to be a protected citizen's home. */
  readonly homeTail: string | undefined;
}

export interface DerivedOccurrence {
  readonly originalStart: Date;
  /** The appointment whose id it shows under. */
  readonly appointmentId: string;
  /** The appointment whose tail it shows: the exception's, where there is one. */
  readonly contentId: string;
  readonly start: Date;
  readonly end: Date | undefined;
  readonly touchesUntil: Date;
  readonly recurrenceId: number | undefined;
  readonly status: string;
  readonly kind: 'single' | 'grouped' | 'series';
  /** When a cancelled one stops being shown. */
  readonly hiddenFrom: Date | undefined;
}

/** The clock and the settings that a derivation depends on. */
export interface DeriveContext {
  readonly today: LocalDate;
  readonly windowDays: number;
  /** How many days what is past is kept. */
  readonly retentionDays: number;
}

export const deriveContextAt = (now: Date, { windowDays, retentionDays }: Omit<DeriveContext, 'today'>): DeriveContext => ({
  today: dateOf(now),
  windowDays,
  retentionDays,
});
