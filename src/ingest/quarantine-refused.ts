/** What is refused of a batch stays, for its sender to mend. */
import { Fault, information } from '../fhir/fault.ts';
import type { BundleEntry } from '../fhir/types.ts';
import { keepQuarantined, type QuarantinedEntry } from '../store/quarantine.ts';
import type { Call, IngestDeps, Result } from './carry-out.ts';
import { toQuarantined, toUnreadable } from './to-quarantined.ts';

/** Keeps a body of which nothing could be read, and tells that it is kept. */
export async function quarantineUnreadable(deps: IngestDeps, { sender }: Call, text: string, refused: Fault): Promise<Fault> {
  const row = toUnreadable(text, refused, { sender, now: deps.clock(), citizenIdOf: deps.citizenIdOf });
  await keepQuarantined(deps.db, [row]);
  return toldKept(
    refused,
    `The body is kept in quarantine as ${row.id}: see GET $quarantine, and send it again once it is mended`,
    'Bundle',
  );
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
  const told = outcomes.map((outcome, index) => {
    const entry: unknown = entries[index];
    if (!(outcome instanceof Fault) || !isOfEntry(outcome) || !holdsResource(entry)) return outcome;
    const row = toQuarantined(entry, outcome, { sender, now, citizenIdOf: deps.citizenIdOf });
    rows.set(`${row.citizen_id} ${row.id}`, row);
    return toldKept(
      outcome,
      `The entry is kept in quarantine as ${row.id}: see GET $quarantine, and send it again by POST $quarantine-resend`,
      `Bundle.entry[${index}]`,
    );
  });
  await keepQuarantined(deps.db, [...rows.values()]);
  return told;
}

const holdsResource = (entry: unknown): boolean => typeof entry === 'object' && entry !== null && 'resource' in entry;

const toldKept = (refused: Fault, text: string, expression: string): Fault =>
  new Fault([...refused.issues, information('quarantined', text, expression)], refused.status, refused.headers, { cause: refused });
