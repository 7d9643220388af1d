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
import type { Visible } from '../store/visible.ts';
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
  readonly retentionDays: number;
  readonly publicUrl: string;
  /** Signs the cursors of searches. */
  readonly cursorKey: Buffer;
}

/** The searchset as JSON. */
export async function findOverview(deps: OverviewDeps, caller: Reader, request: OverviewRequest, requestId: string): Promise<string> {
  const look = await decideLook(deps, caller, request, requestId);
  return renderOverview(deps, look, await findLook(deps, look));
}

/** The rows of it, for a page. Given once its line in the log is on disk. */
export async function findOverviewRows(
  deps: OverviewDeps,
  caller: Reader,
  request: OverviewRequest,
  requestId: string,
): Promise<Pick<Look, 'citizenId'> & Pick<Seen, 'rows'>> {
  const look = await decideLook(deps, caller, request, requestId);
  return { citizenId: look.citizenId, rows: (await findLook(deps, look)).rows };
}

/** Who looks at whom, when, at which days, and with what right. */
export interface Look {
  readonly caller: Reader;
  readonly request: OverviewRequest;
  readonly requestId: string;
  readonly citizenId: string;
  readonly now: Date;
  readonly range: Interval;
  readonly visible: Visible;
}

/** @throws Fault where the caller may not look at all */
export async function decideLook(deps: OverviewDeps, caller: Reader, request: OverviewRequest, requestId: string): Promise<Look> {
  const now = deps.clock();
  const citizenId = bindCitizen(caller, request.asked, { citizenIdOf: deps.citizenIdOf, now });
  if (request.override !== undefined) requireRole(caller, 'professional');
  const visible = decideVisible(caller, await deps.senders.all(), { override: request.override !== undefined });
  return { caller, request, requestId, citizenId, now, range: rangeOf(request, now), visible };
}

export interface Seen {
  /** What the caller may see, soonest first. */
  readonly rows: readonly OccurrenceRow[];
  readonly withheld: boolean;
  readonly acrossSectors: boolean | undefined;
}

/** Given once its line in the log is on disk. */
export async function findLook(deps: OverviewDeps, look: Look): Promise<Seen> {
  const { rows, withheld } = await findOccurrences(deps.db, look.visible, sightAt(look.now, deps.windowDays), look);
  const seen: Seen = { rows, withheld, acrossSectors: acrossSectors(look.visible, rows) };
  await logLook(deps, look, { ...seen, rows: rows.length });
  return seen;
}

export async function logLook(
  deps: OverviewDeps,
  { caller, request: { override }, requestId, citizenId, now }: Look,
  { rows, withheld, acrossSectors }: Omit<Seen, 'rows'> & { readonly rows: number },
): Promise<void> {
  await deps.appendAudit(
    auditEntry(
      {
        caller,
        interaction: 'operation',
        operation: '$aftaleoversigt',
        resourceType: 'Appointment',
        citizenId,
        rows,
        withheld,
        requestId,
        acrossSectors,
        ...(override !== undefined && { override }),
      },
      { ...deps, now },
    ),
  );
}

export function renderOverview({ publicUrl }: OverviewDeps, { citizenId, caller, request }: Look, { rows }: Seen): string {
  const matches = rows.map((row) => ({ fullUrl: `${publicUrl}/fhir/Appointment/${occurrenceId(row)}`, resource: renderOccurrence(row) }));
  return searchset(selfLink(publicUrl, citizenId, request), matches, {
    outcome: caller.role === 'professional' ? withholdingNotice : undefined,
  });
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
