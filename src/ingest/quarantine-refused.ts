/** What is refused of a batch stays, for its sender to mend. */
import { Fault, information } from '../fhir/fault.ts';
import type { RuleId } from '../fhir/rule.ts';
import type { BundleEntry } from '../fhir/types.ts';
import { findRoom, keepQuarantined, type QuarantinedEntry } from '../store/quarantine.ts';
import type { Call, IngestDeps, Result } from './carry-out.ts';
import { toQuarantined, toUnreadable } from './to-quarantined.ts';

/** Keeps a body of which nothing could be read, and tells whether it is kept. */
export async function quarantineUnreadable(deps: IngestDeps, { sender }: Call, text: string, refused: Fault): Promise<Fault> {
  const row = toUnreadable(text, refused, { sender, now: deps.clock(), citizenIdOf: deps.citizenIdOf });
  const fitting = await keepWhatFits(deps, [row]);
  return fitting.has(row.id)
    ? told(
        refused,
        'quarantined',
        `The body is kept in quarantine as ${row.id}: see GET $quarantine, and send it again once it is mended`,
        'Bundle',
      )
    : toldFull(refused, 'Bundle');
}

/** Refusals that are the entry's own: what the caller may not do, and what to try again shortly, is nothing to mend. */
const isOfEntry = ({ status }: Fault): boolean => status !== 403 && status !== 503;

/** Keeps the entries of a batch that were refused and hold something, and tells of each that it is kept. */
export async function quarantineRefused(
  deps: IngestDeps,
  { sender }: Call,
  entries: readonly BundleEntry[],
  outcomes: readonly (Result | Fault)[],
): Promise<(Result | Fault)[]> {
  const now = deps.clock();
  const rows = new Map<string, QuarantinedEntry>();
  const refused = outcomes.map((outcome, index) => {
    const entry: unknown = entries[index];
    if (!(outcome instanceof Fault) || !isOfEntry(outcome) || !holdsResource(entry)) return undefined;
    const row = toQuarantined(entry, outcome, { sender, now, citizenIdOf: deps.citizenIdOf });
    rows.set(`${row.citizen_id} ${row.id}`, row);
    return row.id;
  });
  const fitting = await keepWhatFits(deps, [...rows.values()]);
  return outcomes.map((outcome, index) => {
    const id = refused[index];
    if (id === undefined || !(outcome instanceof Fault)) return outcome;
    const expression = `Bundle.entry[${index}]`;
    const text = `The entry is kept in quarantine as ${id}: see GET $quarantine, and send it again by POST $quarantine-resend`;
    return fitting.has(id) ? told(outcome, 'quarantined', text, expression) : toldFull(outcome, expression);
  });
}

/** The ids of those that were kept: a sender that leaves its quarantine full is told so, and what came first stays. */
async function keepWhatFits({ db, quarantineMax }: IngestDeps, rows: readonly QuarantinedEntry[]): Promise<Set<string>> {
  const [first] = rows;
  if (first === undefined) return new Set();
  const ids = rows.map(({ id }) => id);
  const fitting = await findRoom(db, first.sender_id, ids, quarantineMax);
  await keepQuarantined(
    db,
    rows.filter(({ id }) => fitting.has(id)),
  );
  return fitting;
}

const holdsResource = (entry: unknown): boolean => typeof entry === 'object' && entry !== null && 'resource' in entry;

const told = (refused: Fault, rule: RuleId, text: string, expression: string): Fault =>
  new Fault([...refused.issues, information(rule, text, expression)], refused.status, refused.headers, { cause: refused });

const toldFull = (refused: Fault, expression: string): Fault =>
  told(
    refused,
    'quarantine-full',
    'It is not kept: your quarantine is full. See GET $quarantine, and mend or discard what is there',
    expression,
  );
