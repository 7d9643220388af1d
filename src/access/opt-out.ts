/**
 * The opt-out of resuscitation, as FHIR `Consent` of scope `adr` and category `dnr`: the citizen's own, by nobody for them, in force after
 * seven days and until then in nobody else's sight, withdrawn at once (sundhedsloven § 24 a; domain rules of Fravalgsregistret).
 */
import type { Consent } from '@medplum/fhirtypes';
import { birthDateOf, type CitizenIdentifier } from '../cpr/cpr.ts';
import { fault } from '../fhir/fault.ts';
import { addYears, dateOf, formatInstant, toInstant, toWall, type WallTime } from '../time/zone.ts';

const SCOPE = { system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'adr' };
const CATEGORY = { system: 'http://terminology.hl7.org/CodeSystem/consentcategorycodes', code: 'dnr' };

const hasCoding = (codings: readonly { system?: string; code?: string }[] | undefined, wanted: typeof SCOPE): boolean =>
  codings?.some(({ system, code }) => system === wanted.system && code === wanted.code) === true;

export const isOptOut = ({ scope, category }: Consent): boolean =>
  hasCoding(scope?.coding, SCOPE) && (category ?? []).some(({ coding }) => hasCoding(coding, CATEGORY));

const WAIT_MS = 7 * 86_400_000;

/** Seven days on, at the same time by a Danish clock. */
export const inForceFrom = (registeredAt: Date): Date => toInstant((toWall(registeredAt) + WAIT_MS) as WallTime);

/** What the citizen has said, once a Consent of theirs is read back. */
export interface OptOut {
  readonly optsOut: boolean;
  readonly saidAt: Date;
  /** When it holds from. */
  readonly from: Date;
}

/** @param recordedAt of the version: a withdrawal holds from then */
export function toOptOut({ status, dateTime }: Consent, recordedAt: Date, deleted: boolean): OptOut {
  if (deleted || status !== 'active') return { optsOut: false, saidAt: recordedAt, from: recordedAt };
  const registeredAt = new Date(dateTime ?? recordedAt);
  return { optsOut: true, saidAt: registeredAt, from: inForceFrom(registeredAt) };
}

export interface OptOutContext {
  readonly now: Date;
  /** In whole years. */
  readonly minimumAge: number;
  /** The version that this one follows. */
  readonly before: Consent | undefined;
}

/**
 * The Consent as it is kept. When it was registered is the service's to say, not the sender's: seven days count from then, and a change to
 * one that is active moves nothing.
 * @throws Fault 422
 */
export function keepOptOut(consent: Consent, citizen: CitizenIdentifier, { now, minimumAge, before }: OptOutContext): Consent {
  if (consent.status !== 'active' && consent.status !== 'inactive' && consent.status !== 'entered-in-error') {
    throw fault('business-rule', 'An opt-out is active, or inactive once it is withdrawn', {
      expression: 'Consent.status',
      rule: 'opt-out-status',
    });
  }
  const wasActive = before?.status === 'active' && before.dateTime !== undefined;
  if (consent.status === 'active' && !wasActive) requireAge(citizen, now, minimumAge);
  const dateTime = wasActive && before.dateTime !== undefined ? before.dateTime : formatInstant(now);
  const { period: _period, ...provision } = consent.provision ?? { type: 'deny' };
  const start = formatInstant(inForceFrom(new Date(dateTime)));
  const period = consent.status === 'active' ? { start } : { start, end: formatInstant(now) };
  return { ...consent, dateTime, provision: { ...provision, ...(isOrdered(period) && { period }) } };
}

/** One that is withdrawn before it is in force has never held. */
const isOrdered = ({ start, end }: { start: string; end?: string }): boolean => end === undefined || new Date(start) <= new Date(end);

function requireAge(citizen: CitizenIdentifier, now: Date, minimumAge: number): void {
  const today = dateOf(now);
  if (today >= addYears(birthDateOf(citizen, today), minimumAge)) return;
  throw fault('business-rule', `Resuscitation can be opted out of from the age of ${minimumAge}`, {
    expression: 'Consent.patient',
    rule: 'opt-out-age',
  });
}
