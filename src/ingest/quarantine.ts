/** What a sender does with its refused entries: look at them, send them again as they are or mended, or let them go. */
import { auditEntry } from '../access/audit.ts';
import { openCursor, sealCursor } from '../fhir/cursor.ts';
import { Fault, fault, type Issue } from '../fhir/fault.ts';
import { toOutcome } from '../fhir/outcome.ts';
import type { BundleEntry, Parameters, ParametersParameter } from '../fhir/types.ts';
import {
  countQuarantined,
  dropQuarantined,
  findQuarantined,
  findQuarantinedById,
  keepQuarantined,
  type QuarantinedEntry,
} from '../store/quarantine.ts';
import type { Call, Result } from './carry-out.ts';
import { carryOutEntries } from './carry-out-entries.ts';
import { countOutcomes } from './quality-counts.ts';
import type { VersionDeps } from './read-versions.ts';
import { nobodyOf } from './to-quarantined.ts';

export interface QuarantineQuery {
  readonly count: number;
  readonly cursor: string | undefined;
}

/** The oldest first, a page at a time. */
export async function listQuarantine(deps: VersionDeps, call: Call, { count, cursor }: QuarantineQuery): Promise<Parameters> {
  const bound = JSON.stringify(['quarantine', call.caller.subject]);
  const [firstAt, id] = cursor === undefined ? [] : openCursor(deps.cursorKey, bound, cursor);
  const after = firstAt === undefined || id === undefined ? undefined : { firstAt, id };
  const found = await findQuarantined(deps.db, call.sender.id, { after, limit: count + 1 });
  const page = found.slice(0, count);
  const last = page.at(-1);
  await logEach(deps, call, page);
  const next =
    found.length > count && last !== undefined ? sealCursor(deps.cursorKey, bound, [last.first_at.toISOString(), last.id]) : undefined;
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'total', valueInteger: await countQuarantined(deps.db, call.sender.id) },
      ...page.map(toParameter),
      ...(next === undefined ? [] : [{ name: 'next', valueUrl: `${deps.publicUrl}/fhir/$quarantine?_count=${count}&_cursor=${next}` }]),
    ],
  };
}

function toParameter(entry: QuarantinedEntry): ParametersParameter {
  const { method, url } = entry.request === null ? {} : (JSON.parse(entry.request) as { method?: unknown; url?: unknown });
  return {
    name: 'entry',
    part: [
      { name: 'id', valueString: entry.id },
      { name: 'received', valueInstant: entry.newest_at.toISOString() },
      { name: 'times', valuePositiveInt: entry.times },
      { name: 'size', valueInteger: entry.size },
      ...(typeof method === 'string' && typeof url === 'string' ? [{ name: 'request', valueString: `${method} ${url}` }] : []),
      { name: 'issues', resource: toOutcome(JSON.parse(entry.issues) as Issue[]) },
      ...(entry.body === null ? [] : [{ name: 'body', valueString: entry.body }]),
    ],
  };
}

/** An entry by its id, mended where a resource is given. */
export interface Resend {
  readonly id: string;
  readonly resource?: unknown;
}

/** Each by itself, as in a batch: those that are taken leave the quarantine, of the others what is wrong with them is told anew. */
export async function resendQuarantined(deps: VersionDeps, call: Call, asked: readonly Resend[]): Promise<(Result | Fault)[]> {
  const found = await findByIds(
    deps,
    call,
    asked.map(({ id }) => id),
  );
  const entries = asked.map(({ id, resource }) => toEntry(found.get(id), resource));
  const ready = entries.filter((entry): entry is BundleEntry => !(entry instanceof Fault));
  const done = await carryOutEntries(deps, call, ready);
  let next = 0;
  const outcomes = entries.map((entry) => (entry instanceof Fault ? entry : done[next++]));
  const taken = asked.flatMap(({ id }, index) => (outcomes[index] instanceof Fault ? [] : (found.get(id) ?? [])));
  const refused = asked.flatMap(({ id, resource }, index) => {
    const [entry, outcome] = [found.get(id), outcomes[index]];
    return entry !== undefined && outcome instanceof Fault && resource === undefined
      ? [{ ...entry, newest_at: deps.clock(), issues: JSON.stringify(outcome.issues) }]
      : [];
  });
  await dropQuarantined(deps.db, taken);
  await keepQuarantined(deps.db, refused);
  countOutcomes(deps.qualityCounts, call.sender.id, outcomes);
  return outcomes;
}

export async function discardQuarantined(deps: VersionDeps, call: Call, ids: readonly string[]): Promise<void> {
  await dropQuarantined(deps.db, [...(await findByIds(deps, call, ids)).values()]);
}

/** @throws Fault 404 for an id that is none of the sender's */
async function findByIds({ db }: VersionDeps, { sender }: Call, ids: readonly string[]): Promise<Map<string, QuarantinedEntry>> {
  const rows = await findQuarantinedById(db, sender.id, ids);
  const found = new Map(rows.map((row) => [row.id, row]));
  if (ids.every((id) => found.has(id))) return found;
  throw fault('not-found', 'There is no entry by this id in your quarantine', { expression: 'Parameters.parameter' });
}

function toEntry(kept: QuarantinedEntry | undefined, mended: unknown): BundleEntry | Fault {
  const resource = mended ?? (kept === undefined || kept.body === null ? undefined : JSON.parse(kept.body));
  if (kept === undefined || kept.request === null || resource === undefined) {
    return fault('business-rule', 'Nothing of this entry was kept to send again: send it in a batch, and discard it here');
  }
  return { request: JSON.parse(kept.request), resource };
}

/** One line for each citizen whose entries are given. */
async function logEach(deps: VersionDeps, { caller, sender, requestId }: Call, entries: readonly QuarantinedEntry[]): Promise<void> {
  const nobody = nobodyOf(sender, deps.citizenIdOf);
  const counts = new Map<string, number>();
  for (const { citizen_id } of entries) if (citizen_id !== nobody) counts.set(citizen_id, (counts.get(citizen_id) ?? 0) + 1);
  const context = { ...deps, now: deps.clock() };
  await Promise.all(
    [...counts].map(([citizenId, rows]) =>
      deps.appendAudit(
        auditEntry(
          {
            caller,
            interaction: 'operation',
            operation: '$quarantine',
            resourceType: 'Appointment',
            citizenId,
            rows,
            withheld: false,
            requestId,
          },
          context,
        ),
      ),
    ),
  );
}
