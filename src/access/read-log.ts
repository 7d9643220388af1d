/** The log of who looked, for the citizen and for who acts for them. Reading it is a line in it too. */
import type { Kysely } from 'kysely';
import { fault } from '../fhir/fault.ts';
import { parseCitizenParameter } from '../fhir/search-citizen.ts';
import { parseDateRange } from '../fhir/search-value.ts';
import type { AuditEvent } from '../fhir/types.ts';
import { type AppendAudit, type AuditEventRow, countAuditEvents, findAuditEvents } from '../store/audit-event.ts';
import type { Database } from '../store/database.ts';
import type { CitizenIdOf } from '../store/setting.ts';
import type { Clock } from '../time/clock.ts';
import { auditEntry } from './audit.ts';
import type { AuditLine } from './audit-line.ts';
import { bindCitizen } from './bind-citizen.ts';
import type { CitizenCaller } from './caller.ts';
import type { SenderRegistry } from './sender-registry.ts';
import { pseudonymise } from './staff-pseudonym.ts';
import { type AuditEventSource, toAuditEvent } from './to-audit-event.ts';

export interface LogDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly citizenIdOf: CitizenIdOf;
  readonly appendAudit: AppendAudit;
  readonly senders: SenderRegistry;
  readonly publicUrl: string;
}

export interface LogPage extends Omit<LogLines, 'lines'> {
  readonly events: readonly AuditEvent[];
}

export interface LogLines {
  readonly citizenId: string;
  readonly total: number;
  readonly lines: readonly AuditEventSource[];
  /** Where the next page begins; absent on the last. */
  readonly next: string | undefined;
}

const PAGE = 100;
const MAX_PAGE = 1_000;

export async function readLog(
  deps: LogDeps,
  caller: CitizenCaller,
  query: URLSearchParams,
  strict: boolean,
  requestId: string,
): Promise<LogPage> {
  if (strict) requireKnown(query);
  const { lines, ...page } = await readLogLines(deps, caller, query, requestId);
  return { ...page, events: lines.map((line) => toAuditEvent(line, deps.publicUrl)) };
}

/**
 * Newest first. Parameters: `patient`, `date`, `_count`, and `_cursor` as a page before gave it: the number of a line in the citizen's own
 * chain, which stays where it is whatever is added, and is worth nothing in anybody else's.
 */
export async function readLogLines(deps: LogDeps, caller: CitizenCaller, query: URLSearchParams, requestId: string): Promise<LogLines> {
  const now = deps.clock();
  const citizenId = bindCitizen(caller, parseCitizenParameter(query), { ...deps, now });
  const limit = count(query.get('_count'));
  const recorded = query.getAll('date').map((text) => parseDateRange('date', text));
  const total = await countAuditEvents(deps.db, { citizenId, recorded });
  const before = cursor(query.get('_cursor'));
  const rows = limit === 0 ? [] : await findAuditEvents(deps.db, { citizenId, before, limit: limit + 1, recorded });
  const page = rows.slice(0, limit);
  const senders = await deps.senders.all();
  await deps.appendAudit(
    auditEntry(
      { caller, interaction: 'search', resourceType: 'AuditEvent', citizenId, rows: page.length, withheld: false, requestId },
      { ...deps, now },
    ),
  );
  const toLine = ({ id, recorded_at: recordedAt, line }: AuditEventRow): AuditEventSource => ({
    id,
    citizenId,
    recordedAt,
    line: pseudonymise(JSON.parse(line) as AuditLine, citizenId, senders),
  });
  return { citizenId, total, lines: page.map(toLine), next: rows.length > limit ? page.at(-1)?.seq : undefined };
}

const known = ['patient', 'patient:identifier', 'date', '_count', '_cursor', '_format', '_pretty'];

function requireKnown(query: URLSearchParams): void {
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw fault('not-supported', 'This parameter is not known here', { expression: unknown, status: 400 });
}

function count(text: string | null): number {
  if (text === null) return PAGE;
  if (!/^\d{1,9}$/.test(text)) throw fault('value', 'Give _count as a whole number', { expression: '_count' });
  return Math.min(Number(text), MAX_PAGE);
}

function cursor(text: string | null): bigint | undefined {
  if (text === null) return undefined;
  if (!/^\d{1,18}$/.test(text)) throw fault('value', 'This _cursor is none that a page gave', { expression: '_cursor' });
  return BigInt(text);
}
