/** `Appointment/_search` by a reader: occurrences and single appointments of one citizen. */
import { acrossSectors } from '../access/across-sectors.ts';
import { auditEntry } from '../access/audit.ts';
import { requireScope, requireTreatment } from '../access/authorise.ts';
import { type Asked, actsFor, bindCitizen, type Reader } from '../access/bind-citizen.ts';
import { decideVisible } from '../access/decide-visible.ts';
import { withholdingNotice } from '../access/withholding-notice.ts';
import type { Match } from '../fhir/bundle.ts';
import type { AppointmentSearch } from '../fhir/search.ts';
import { findOwner } from '../store/appointment.ts';
import { findCitizenIdentifier } from '../store/citizen.ts';
import { placeOfOccurrence, searchOccurrences } from '../store/search-occurrences.ts';
import { dateOf } from '../time/zone.ts';
import type { OverviewDeps } from './find-overview.ts';
import { oneCitizen } from './one-citizen.ts';
import { occurrenceId, renderOccurrence } from './render-occurrence.ts';
import { type PageContext, rowsForPage, startOfPage, toPage } from './search-page.ts';
import { sightAt } from './sight.ts';
import { toPatientMatch } from './to-patient-match.ts';

/** The searchset as JSON; it is given once its line in the log is on disk. */
export async function searchAppointments(
  deps: OverviewDeps,
  caller: Reader,
  search: AppointmentSearch,
  requestId: string,
): Promise<string> {
  if (search.includesPatient) requireScope(caller, 'Patient', 'r');
  const now = deps.clock();
  const outcome = caller.role === 'professional' ? withholdingNotice : undefined;
  const { citizenId, isNamed } = await whoseOf(deps, caller, search, now);
  const context: PageContext = { ...deps, caller, search, citizenId: isNamed ? citizenId : undefined };
  const after = startOfPage(context);
  if (citizenId === undefined) return toPage(context, { found: [], total: 0, outcome });
  const visible = decideVisible(caller, await deps.senders.all());
  const { rows, total, withheld } = await searchOccurrences(deps.db, visible, sightAt(now, deps.windowDays), citizenId, {
    criteria: search.criteria,
    sort: search.sort,
    after,
    limit: rowsForPage(search),
    counted: search.total,
  });
  const includes = search.includesPatient && rows.length > 0 ? await patientOf(deps, citizenId) : [];
  await deps.appendAudit(
    auditEntry(
      {
        caller,
        interaction: 'search',
        resourceType: 'Appointment',
        citizenId,
        rows: Math.min(rows.length, search.count),
        withheld,
        requestId,
        acrossSectors: acrossSectors(visible, rows.slice(0, search.count)),
      },
      { ...deps, now },
    ),
  );
  const found = rows.map((row) => ({
    id: occurrenceId(row),
    json: renderOccurrence(row),
    position: placeOfOccurrence(row, search.sort),
  }));
  return toPage(context, { found, total, includes, outcome });
}

interface Whose {
  /** Undefined where an id names nobody's appointment. */
  readonly citizenId: string | undefined;
  /** Whether the caller knows whose it is: an id alone does not tell them. */
  readonly isNamed: boolean;
}

/** A citizen by name; else the caller's own; else, for a professional, the one whose appointment a single `_id` names. */
async function whoseOf(deps: OverviewDeps, caller: Reader, search: AppointmentSearch, now: Date): Promise<Whose> {
  const asked = oneCitizen(search.citizens, deps.citizenIdOf);
  const owner = asked === undefined ? await ownerOfOne(deps, search) : undefined;
  if (caller.role === 'professional' && owner !== undefined) {
    requireTreatment(caller);
    return { citizenId: owner.citizenId, isNamed: false };
  }
  return { citizenId: bindCitizen(caller, asked ?? ownOrTheirs(deps, caller, owner, now), { ...deps, now }), isNamed: true };
}

/** Of a citizen who acts for another, an `_id` alone may be the other's. */
function ownOrTheirs(deps: OverviewDeps, caller: Reader, owner: Owner | undefined, now: Date): Asked {
  if (caller.role !== 'citizen' || owner?.citizenId === undefined) return undefined;
  const isTheirs = actsFor(caller, dateOf(now)).some((identifier) => deps.citizenIdOf(identifier) === owner.citizenId);
  return isTheirs ? { citizenId: owner.citizenId } : undefined;
}

interface Owner {
  readonly citizenId: string | undefined;
}

/** Undefined where the search is not by one `_id`. */
async function ownerOfOne({ db }: OverviewDeps, { criteria }: AppointmentSearch): Promise<Owner | undefined> {
  const [ids, ...more] = criteria.filter((criterion) => criterion.on === 'id');
  if (ids === undefined || more.length > 0 || ids.anyOf.length > 1) return undefined;
  const [id] = ids.anyOf;
  return { citizenId: id === undefined ? undefined : await findOwner(db, id.appointmentId) };
}

async function patientOf(deps: OverviewDeps, citizenId: string): Promise<Match[]> {
  const identifier = await findCitizenIdentifier(deps.db, citizenId);
  return identifier === undefined ? [] : [toPatientMatch(deps.publicUrl, citizenId, identifier)];
}
