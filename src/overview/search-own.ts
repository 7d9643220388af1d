/** A sender's search: what it posted itself, as received. */
import { auditEntry } from '../access/audit.ts';
import type { SenderCaller } from '../access/caller.ts';
import { fault } from '../fhir/fault.ts';
import type { AppointmentSearch } from '../fhir/search.ts';
import type { StoredAppointment } from '../store/appointment.ts';
import { type OwnPage, placeOfOwn, searchOwnAppointments } from '../store/search-own.ts';
import { asReceived } from './as-received.ts';
import type { OverviewDeps } from './find-overview.ts';
import { idOf, oneCitizen } from './one-citizen.ts';
import { type PageContext, rowsForPage, startOfPage, toPage } from './search-page.ts';

/** The searchset as JSON; it is given once each citizen's line in the log is on disk. */
export async function searchOwn(deps: OverviewDeps, caller: SenderCaller, search: AppointmentSearch, requestId: string): Promise<string> {
  const asked = oneCitizen(search.citizens, deps.citizenIdOf);
  const context: PageContext = { ...deps, caller, search, citizenId: asked === undefined ? undefined : idOf(asked, deps.citizenIdOf) };
  const { rows, total } = await findPage(deps, caller, context);
  await logEach(deps, caller, rows.slice(0, search.count), requestId);
  const found = rows.map((row) => ({
    id: row.id,
    json: JSON.stringify(asReceived(row, row.resource ?? '')),
    position: placeOfOwn(row, search.sort),
  }));
  return toPage(context, { found, total });
}

async function findPage({ db }: OverviewDeps, { senderId }: SenderCaller, context: PageContext): Promise<OwnPage> {
  const { search, citizenId } = context;
  const page = {
    criteria: search.criteria,
    sort: search.sort,
    after: startOfPage(context),
    limit: rowsForPage(search),
    counted: search.total,
  };
  try {
    return await searchOwnAppointments(db, senderId, citizenId, page);
  } catch (cause) {
    if (!isTimeout(cause)) throw cause;
    throw fault(
      'too-costly',
      'The search looks through too much: narrow it by patient, identifier, date or _lastUpdated, or use _total=none',
      {
        cause,
      },
    );
  }
}

/** PostgreSQL's query_canceled: statement_timeout. */
const isTimeout = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === '57014';

/** One line for each citizen among the rows. */
async function logEach(deps: OverviewDeps, caller: SenderCaller, rows: readonly StoredAppointment[], requestId: string): Promise<void> {
  const now = deps.clock();
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.citizen_id, (counts.get(row.citizen_id) ?? 0) + 1);
  await Promise.all(
    [...counts].map(([citizenId, count]) =>
      deps.appendAudit(
        auditEntry(
          { caller, interaction: 'search', resourceType: 'Appointment', citizenId, rows: count, withheld: false, requestId },
          { ...deps, now },
        ),
      ),
    ),
  );
}
