/** `GET Appointment/{id}/$explain`: to its sender, why an appointment is shown or hidden. */
import { auditEntry } from '../access/audit.ts';
import type { SenderCaller } from '../access/caller.ts';
import { seesAll } from '../access/decide-visible.ts';
import { deriveContextAt } from '../derive/derived.ts';
import { hiddenFrom } from '../derive/hidden-from.ts';
import { retainedFrom } from '../derive/retained-from.ts';
import { parseAppointmentId } from '../fhir/appointment-id.ts';
import { type Fault, fault } from '../fhir/fault.ts';
import type { Parameters } from '../fhir/types.ts';
import { type Kept, keptFrom } from '../ingest/kept.ts';
import { sharing } from '../normalise/status.ts';
import { touchesUntil } from '../normalise/visit-time.ts';
import type { OverviewDeps } from '../overview/find-overview.ts';
import { sightAt } from '../overview/sight.ts';
import { findAppointments, findSeriesAndExceptions } from '../store/appointment.ts';
import { findOccurrences } from '../store/occurrence.ts';
import { startOfDay } from '../time/zone.ts';
import { type Decision, decide, type Today } from './decision.ts';
import { explainException, explainOccurrence, type Family, placed } from './explain-family.ts';
import type { Explanation } from './explanation.ts';
import { toParameters } from './to-parameters.ts';

/** @throws Fault 404 for what is not there or not the caller's own */
export async function explainAppointment(deps: OverviewDeps, caller: SenderCaller, id: string, requestId: string): Promise<Parameters> {
  const parsed = parseAppointmentId(id);
  const [found] = parsed === undefined ? [] : await findAppointments(deps.db, [parsed.appointmentId]);
  if (parsed === undefined || found?.appointment.sender_id !== caller.senderId) throw notFound();
  const { appointment } = found;
  const asked = keptFrom(appointment, appointment.sector);
  if (parsed.originalStart !== undefined && asked.kind !== 'series') throw notFound();
  const now = deps.clock();
  const { windowDays } = deps;
  const today: Today = {
    ...sightAt(now, windowDays),
    windowDays,
    retainedFrom: startOfDay(retainedFrom(deriveContextAt(now, deps))),
  };
  const explanation = await explain(deps, asked, parsed.originalStart, today);
  const access = {
    caller,
    interaction: 'operation',
    operation: '$explain',
    resourceType: 'Appointment',
    rows: 1,
    withheld: false,
  } as const;
  await deps.appendAudit(auditEntry({ ...access, citizenId: asked.citizenId, requestId }, { ...deps, now }));
  return toParameters(explanation, today);
}

async function explain(deps: OverviewDeps, asked: Kept, originalStart: Date | undefined, today: Today): Promise<Explanation> {
  if (asked.deleted) return { kind: originalStart === undefined ? asked.kind : 'occurrence', decision: 'deleted', asked, exceptions: [] };
  if (asked.kind === 'exception') return explainException(asked, await findFamily(deps, asked, asked.seriesId), today);
  if (asked.kind !== 'series') return explainAlone(asked, today);
  const family = await findFamily(deps, asked, asked.id);
  if (family === undefined) throw new Error('a series that is not deleted is of its own family');
  return originalStart === undefined ? explainSeries(deps, family, today) : explainOccurrence(family, originalStart, today);
}

/** The series with the exceptions that were derived with it. */
async function findFamily({ db }: OverviewDeps, { senderId, citizenId }: Kept, seriesId: string | undefined): Promise<Family | undefined> {
  const rows = await findSeriesAndExceptions(db, senderId, [citizenId]);
  const kept = rows.filter((row) => row.id === seriesId || row.series_id === seriesId).map((row) => keptFrom(row, row.sector));
  const series = kept.find(({ id }) => id === seriesId);
  return series === undefined ? undefined : { series, exceptions: kept.filter((one) => one !== series) };
}

function explainAlone(asked: Kept, today: Today): Explanation {
  const { timing } = asked.said ?? {};
  const showing = {
    status: asked.status,
    start: timing?.start,
    touchesUntil: timing === undefined ? undefined : touchesUntil(timing),
    hiddenFrom: asked.cancelledAt === undefined ? undefined : hiddenFrom(asked.cancelledAt),
    bound: asked.kind === 'grouped',
  };
  return { kind: asked.kind, decision: decide(showing, today), asked, showing, exceptions: [] };
}

/** Any day: what is over is in sight too. */
const ALL = { start: new Date('1800-01-01T00:00:00Z'), end: new Date('2300-01-01T00:00:00Z') };

async function explainSeries({ db }: OverviewDeps, family: Family, today: Today): Promise<Explanation> {
  const { series } = family;
  const { rows } = await findOccurrences(db, seesAll, today, { citizenId: series.citizenId, range: ALL });
  const shownStarts = rows.filter((row) => row.appointment_id === series.id).map((row) => row.starts_at);
  const exceptions = placed(family);
  const decision = shownStarts.length > 0 ? 'shown' : decideNone(series);
  return { kind: 'series', decision, asked: series, series, exceptions, shownStarts };
}

function decideNone({ status }: Kept): Decision {
  const how = sharing(status);
  if (how === 'hidden') return 'entered-in-error';
  return how === 'kept' ? 'status-kept' : 'no-occurrence-shown';
}

const notFound = (): Fault => fault('not-found', 'There is nothing here by this id');
