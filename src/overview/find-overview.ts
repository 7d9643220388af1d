/** One citizen's appointments, all sectors, as the caller may see them. */
import type { Kysely } from 'kysely';
import { acrossSectors } from '../access/across-sectors.ts';
import { auditEntry } from '../access/audit.ts';
import { requireRole } from '../access/authorise.ts';
import { bindCitizen, type Reader } from '../access/bind-citizen.ts';
import { decideVisible } from '../access/decide-visible.ts';
import type { SenderRegistry } from '../access/sender-registry.ts';
import { withholdingNotice } from '../access/withholding-notice.ts';
import { searchset } from '../fhir/bundle.ts';
import type { AppendAudit } from '../store/audit-event.ts';
import type { Database } from '../store/database.ts';
import { findOccurrences, type OccurrenceRow } from '../store/occurrence.ts';
import type { CitizenIdOf } from '../store/setting.ts';
import type { Clock } from '../time/clock.ts';
import type { Interval } from '../time/interval.ts';
import { addDays, dateOf, startOfDay } from '../time/zone.ts';
import type { OverviewRequest } from './parse-overview.ts';
import { occurrenceId, renderOccurrence } from './render-occurrence.ts';
import { sightAt } from './sight.ts';

export interface OverviewDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly citizenIdOf: CitizenIdOf;
  readonly senders: SenderRegistry;
  readonly appendAudit: AppendAudit;
  readonly windowDays: number;
  readonly publicUrl: string;
  /** Signs the cursors of searches. */
  readonly cursorKey: Buffer;
}

/** The searchset as JSON. */
export async function findOverview(deps: OverviewDeps, caller: Reader, request: OverviewRequest, requestId: string): Promise<string> {
  const { publicUrl } = deps;
  const { citizenId, rows } = await findOverviewRows(deps, caller, request, requestId);
  const matches = rows.map((row) => ({ fullUrl: `${publicUrl}/fhir/Appointment/${occurrenceId(row)}`, resource: renderOccurrence(row) }));
  return searchset(selfLink(publicUrl, citizenId, request), matches, {
    outcome: caller.role === 'professional' ? withholdingNotice : undefined,
  });
}

export interface OverviewRows {
  readonly citizenId: string;
  /** What the caller may see, soonest first. */
  readonly rows: readonly OccurrenceRow[];
}

/** Given once its line in the log is on disk. */
export async function findOverviewRows(
  deps: OverviewDeps,
  caller: Reader,
  request: OverviewRequest,
  requestId: string,
): Promise<OverviewRows> {
  const { db, clock, citizenIdOf } = deps;
  const now = clock();
  const citizenId = bindCitizen(caller, request.asked, { citizenIdOf, now });
  const { override } = request;
  if (override !== undefined) requireRole(caller, 'professional');
  const visible = decideVisible(caller, await deps.senders.all(), { override: override !== undefined });
  const { rows, withheld } = await findOccurrences(db, visible, sightAt(now, deps.windowDays), { citizenId, range: rangeOf(request, now) });
  await deps.appendAudit(
    auditEntry(
      {
        caller,
        interaction: 'operation',
        operation: '$aftaleoversigt',
        resourceType: 'Appointment',
        citizenId,
        rows: rows.length,
        withheld,
        requestId,
        acrossSectors: acrossSectors(visible, rows),
        ...(override !== undefined && { override }),
      },
      { ...deps, now },
    ),
  );
  return { citizenId, rows };
}

/** Past every start that is accepted. */
const FOREVER = new Date('2300-01-01T00:00:00Z');

const rangeOf = ({ from, to }: OverviewRequest, now: Date): Interval => ({
  start: startOfDay(from ?? dateOf(now)),
  end: to === undefined ? FOREVER : startOfDay(addDays(to, 1)),
});

function selfLink(publicUrl: string, citizenId: string, { from, to }: OverviewRequest): string {
  const query = new URLSearchParams({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }).toString();
  return `${publicUrl}/fhir/Patient/${citizenId}/$aftaleoversigt${query === '' ? '' : `?${query}`}`;
}
