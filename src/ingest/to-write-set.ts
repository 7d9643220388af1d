/** A plan → the rows that carry it out: everything touched is derived once, as it stands at the end. */
import { type DerivedException, deriveSeries } from '../derive/derive-series.ts';
import { deriveSingle } from '../derive/derive-single.ts';
import type { DeriveContext, DerivedOccurrence, Member, Tails } from '../derive/derived.ts';
import { identifierKey, idKey } from '../derive/exception-of.ts';
import { factsOf, type SenderFacts } from '../derive/facts.ts';
import { isOver, retainedFrom } from '../derive/retained-from.ts';
import { type Issue, information, warning } from '../fhir/fault.ts';
import type { AuditEntry } from '../store/audit-event.ts';
import type { WriteSet } from '../store/write-set.ts';
import { type LocalDate, startOfDay } from '../time/zone.ts';
import { type Kept, memberOf } from './kept.ts';
import type { Plan } from './plan.ts';
import { toOccurrenceRow } from './to-occurrence-row.ts';

export interface Derivation {
  readonly sender: SenderFacts;
  readonly appointments: WriteSet['appointments'];
  readonly extended: WriteSet['extended'];
  readonly occurrences: WriteSet['occurrences'];
  readonly kept: WriteSet['kept'];
  /** What deriving found to tell the sender, by appointment id. */
  readonly findings: Map<string, readonly Issue[]>;
}

export const toWriteSet = (plan: Plan, derivation: Derivation, audit: AuditEntry[]): WriteSet => ({
  citizens: unique(plan.citizens, (citizen) => citizen.citizen_id),
  identifiers: plan.identifiers,
  movedIdentifiers: plan.movedIdentifiers,
  owners: plan.owners,
  versions: plan.versions,
  appointments: derivation.appointments,
  extended: derivation.extended,
  occurrences: derivation.occurrences,
  kept: derivation.kept,
  audit,
});

const unique = <T>(rows: readonly T[], key: (row: T) => string): T[] => [...new Map(rows.map((row) => [key(row), row])).values()];

export function derive(plan: Plan, sender: SenderFacts, context: DeriveContext): Derivation {
  const { world, touched } = plan;
  const derivation: Derivation = { sender, appointments: [], extended: [], occurrences: [], kept: [], findings: new Map() };
  const done = new Set<string>();
  for (const family of familiesOf(plan)) {
    const derived = deriveSeries(family.series, family.exceptions, context);
    const { id } = family.series;
    done.add(id);
    addRow(derivation, family.kept, derived.tails, { extendedDate: derived.extendedDate });
    addOccurrences(derivation, family.series, derived.occurrences, isNew(plan, id));
    derivation.findings.set(id, derived.findings);
    for (const exception of derived.exceptions) {
      const kept = world.appointments.get(exception.member.id);
      if (kept === undefined) continue;
      done.add(kept.id);
      addRow(derivation, kept, exception.tails, { seriesId: id, exception });
      derivation.findings.set(kept.id, exception.findings);
    }
  }
  for (const [id, before] of touched) {
    const kept = world.appointments.get(id);
    if (kept === undefined) continue;
    if (!done.has(id)) deriveAlone(derivation, kept, before === undefined, context);
    else if (before !== undefined && kept.kind === 'exception' && before.kind !== 'exception') forget(derivation, kept);
  }
  return derivation;
}

const isNew = ({ touched }: Plan, id: string): boolean => touched.has(id) && touched.get(id) === undefined;

function deriveAlone(derivation: Derivation, kept: Kept, fresh: boolean, context: DeriveContext): void {
  const member = memberOf(kept);
  const { tails, occurrences } = member === undefined ? { tails: undefined, occurrences: [] } : deriveSingle(member);
  addRow(derivation, kept, tails, {});
  addOccurrences(derivation, kept, occurrences, fresh);
  if (kept.kind === 'exception' && !kept.deleted) derivation.findings.set(kept.id, [withoutSeries()]);
  const border = startOfDay(retainedFrom(context));
  if (occurrences.some((occurrence) => isOver(occurrence, border))) derivation.findings.set(kept.id, [pastRetention()]);
}

const pastRetention = (): Issue =>
  information(
    'past-retention',
    'It was over before the day from which on past appointments are kept: within a month it will be taken away, as if it had not come',
    'Appointment.start',
  );

const withoutSeries = (): Issue =>
  warning(
    'exception-without-series',
    'The series that originatingAppointment names is not here: the exception is kept, and shown once its series has come',
    'Appointment.extension',
  );

function addOccurrences(
  derivation: Derivation,
  { id, citizenId }: Kept | Member,
  occurrences: readonly DerivedOccurrence[],
  fresh: boolean,
): void {
  derivation.occurrences.push(...occurrences.map((occurrence) => toOccurrenceRow(citizenId, occurrence)));
  if (!fresh) derivation.kept.push({ citizen_id: citizenId, appointment_id: id, original_starts: occurrences.map((o) => o.originalStart) });
}

const forget = (derivation: Derivation, { id, citizenId }: Kept): void => {
  derivation.kept.push({ citizen_id: citizenId, appointment_id: id, original_starts: [] });
};

interface Family {
  readonly kept: Kept;
  readonly series: Member;
  readonly exceptions: readonly Member[];
}

/** Each series that the plan touched, by itself or by one of its exceptions, with all its exceptions. */
function familiesOf({ world, touched }: Plan): Family[] {
  const alive = [...world.appointments.values()].filter((kept) => !kept.deleted);
  const series = alive.filter((kept) => kept.kind === 'series');
  const seriesByKey = new Map(series.flatMap((kept) => keysOf(kept).map((key) => [scoped(kept, key), kept] as const)));
  const exceptionsOf = new Map<string, Member[]>();
  const affected = new Set(series.filter((kept) => touched.has(kept.id)).map((kept) => kept.id));
  for (const exception of alive.filter((kept) => kept.kind === 'exception')) {
    const member = memberOf(exception);
    const key = exception.said?.exceptionOf?.seriesKey;
    const owner = key === undefined ? undefined : seriesByKey.get(scoped(exception, key));
    if (touched.has(exception.id) && exception.seriesId !== undefined) affected.add(exception.seriesId);
    if (owner === undefined || member === undefined) {
      // Its series was here and is gone: it is derived again, alone.
      if (exception.seriesId !== undefined && touched.has(exception.seriesId)) touched.set(exception.id, exception);
      continue;
    }
    exceptionsOf.set(owner.id, [...(exceptionsOf.get(owner.id) ?? []), member]);
    if (touched.has(exception.id)) affected.add(owner.id);
  }
  for (const [id, before] of touched) if (before?.seriesId !== undefined && !affected.has(id)) affected.add(before.seriesId);
  return series.flatMap((kept) => {
    const member = memberOf(kept);
    return affected.has(kept.id) && member !== undefined ? [{ kept, series: member, exceptions: exceptionsOf.get(kept.id) ?? [] }] : [];
  });
}

const keysOf = ({ id, said }: Kept): string[] => [
  idKey(id),
  ...(said?.identities.map(({ system, value }) => identifierKey(system, value)) ?? []),
];

/** An exception finds its series among the same citizen's of the same sender only. */
const scoped = ({ senderId, citizenId }: Kept, key: string): string => `${citizenId} ${senderId} ${key}`;

interface InSeries {
  readonly seriesId?: string;
  readonly extendedDate?: LocalDate;
  readonly exception?: DerivedException;
}

function addRow(derivation: Derivation, kept: Kept, tails: Tails | undefined, inSeries: InSeries): void {
  derivation.appointments.push(toRow(derivation, kept, tails, inSeries));
  const { citizenId, id, extendedDate } = kept;
  if (extendedDate !== undefined) derivation.extended.push({ citizen_id: citizenId, id, extended_date: extendedDate });
}

function toRow(
  { sender }: Derivation,
  kept: Kept,
  tails: Tails | undefined,
  { seriesId, extendedDate, exception }: InSeries,
): WriteSet['appointments'][number] {
  const { said } = kept;
  const content = exception?.content ?? said;
  const facts = content === undefined ? undefined : factsOf(content, sender);
  return {
    citizen_id: kept.citizenId,
    id: kept.id,
    sender_id: kept.senderId,
    version: kept.version,
    kind: kept.kind,
    status: kept.status,
    deleted: kept.deleted,
    content_hash: kept.contentHash,
    received_date: kept.receivedDate,
    updated_at: kept.updatedAt,
    source_updated_at: kept.sourceUpdated ?? null,
    cancelled_at: kept.cancelledAt ?? null,
    prior_status: kept.priorStatus ?? null,
    starts_at: said?.timing?.start ?? null,
    ends_at: said?.timing?.end ?? null,
    guided: content?.timing?.guided ?? false,
    minutes: content?.timing?.minutesDuration ?? null,
    series_id: seriesId ?? null,
    series_key: said?.exceptionOf?.seriesKey ?? null,
    extended_date: extendedDate ?? null,
    changed: kept.changed.length === 0 ? null : kept.changed,
    sector: sender.sector,
    author_keys: facts?.authorKeys ?? [],
    other_identifiers: orNull(facts?.otherIdentifiers),
    time_only: facts?.timeOnly ?? false,
    restricted: facts?.restricted ?? false,
    place_keys: orNull(facts?.placeKeys),
    home_keys: orNull(facts?.homeKeys),
    shown_version: tails?.versionId ?? null,
    shown_at: tails?.updatedAt ?? null,
    tail: tails?.tail ?? null,
    masked_tail: tails?.maskedTail ?? null,
    home_tail: tails?.homeTail ?? null,
    original_start: exception?.anchor ?? kept.anchor ?? null,
  };
}

const orNull = (keys: string[] | undefined): string[] | null => (keys === undefined || keys.length === 0 ? null : keys);
