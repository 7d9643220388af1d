/** Finds what was altered in, removed from or put into the log. */
import { type Kysely, sql } from 'kysely';
import { chainHash } from './audit-event.ts';
import type { Database } from './database.ts';

export interface BrokenChain {
  readonly citizenId: string;
  /** The first line that does not follow from the one before. */
  readonly seq: bigint;
  readonly what: 'a line is missing' | 'a line was altered' | 'lines are missing at the end' | 'there is no head' | 'a line is there twice';
}

export interface Verified {
  readonly citizens: number;
  readonly lines: number;
  readonly broken: readonly BrokenChain[];
}

/** Citizens a statement walks at a time. */
const STEP = 200;

interface Line {
  readonly citizen_id: string;
  readonly id: string;
  readonly recorded_at: Date;
  readonly seq: string;
  readonly line: string;
  readonly hash: Buffer;
}

interface Head {
  readonly citizen_id: string;
  readonly seq: string;
  readonly hash: Buffer;
}

/** Walks every chain from its newest anchor (or its beginning) to its head. */
export async function verifyAudit(db: Kysely<Database>): Promise<Verified> {
  let after = '00000000-0000-0000-0000-000000000000';
  let citizens = 0;
  let lines = 0;
  const broken: BrokenChain[] = [];
  for (;;) {
    const { ids, heads, anchors, rows } = await readChains(db, after);
    const last = ids.at(-1);
    if (last === undefined) return { citizens, lines, broken };
    after = last;
    const chains = groupLines(rows);
    citizens += ids.length;
    lines += rows.length;
    for (const id of ids) {
      const fault = checkChain(id, chains.get(id) ?? [], heads.get(id), anchors.get(id));
      if (fault !== undefined) broken.push(fault);
    }
  }
}

/** Heads and lines at one moment: the service goes on writing meanwhile. */
const readChains = (db: Kysely<Database>, after: string) =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const ids = await nextCitizens(trx, after);
      const heads = await sql<Head>`select citizen_id, seq, hash from audit_head where citizen_id = any(${ids}::uuid[])`.execute(trx);
      const anchors = await sql<Head>`select distinct on (citizen_id) citizen_id, seq, hash from audit_anchor
        where citizen_id = any(${ids}::uuid[]) order by citizen_id, seq desc`.execute(trx);
      const { rows } = await sql<Line>`select citizen_id, id, recorded_at, seq, line, hash from audit_event
        where citizen_id = any(${ids}::uuid[]) order by citizen_id, seq, id`.execute(trx);
      return { ids, heads: byCitizen(heads.rows), anchors: byCitizen(anchors.rows), rows };
    });

/** Every citizen with a head or a line: a head that was removed with its lines' end still leaves lines. */
async function nextCitizens(db: Kysely<Database>, after: string): Promise<string[]> {
  const { rows } = await sql<{ citizen_id: string }>`
    select citizen_id from audit_head where citizen_id > ${after}
    union select citizen_id from audit_event where citizen_id > ${after}
    order by citizen_id limit ${STEP}`.execute(db);
  return rows.map((row) => row.citizen_id);
}

const byCitizen = <T extends { readonly citizen_id: string }>(rows: readonly T[]): Map<string, T> =>
  new Map(rows.map((row) => [row.citizen_id, row]));

function groupLines(rows: readonly Line[]): Map<string, Line[]> {
  const groups = new Map<string, Line[]>();
  for (const row of rows) {
    const group = groups.get(row.citizen_id);
    if (group === undefined) groups.set(row.citizen_id, [row]);
    else group.push(row);
  }
  return groups;
}

/** The hash is of the text alone, which says whose it is, its id and its time: the columns beside it must say the same. */
function isInItsPlace({ citizen_id, id, recorded_at, line }: Line): boolean {
  const said: unknown = JSON.parse(line);
  if (typeof said !== 'object' || said === null) return false;
  const { citizen, id: ownId, at } = said as Readonly<Record<string, unknown>>;
  return citizen === citizen_id && ownId === id && at === recorded_at.toISOString();
}

function checkChain(citizenId: string, lines: readonly Line[], head: Head | undefined, anchor: Head | undefined): BrokenChain | undefined {
  let seq = BigInt(anchor?.seq ?? 0);
  let hash = anchor?.hash;
  for (const [index, line] of lines.entries()) {
    const found = BigInt(line.seq);
    if (anchor !== undefined && found <= BigInt(anchor.seq)) continue;
    if (found === seq || lines[index + 1]?.seq === line.seq) return { citizenId, seq: found, what: 'a line is there twice' };
    if (found !== seq + 1n) return { citizenId, seq: seq + 1n, what: 'a line is missing' };
    hash = chainHash(hash, line.line);
    if (!hash.equals(line.hash) || !isInItsPlace(line)) return { citizenId, seq: found, what: 'a line was altered' };
    seq = found;
  }
  if (head === undefined) return { citizenId, seq, what: 'there is no head' };
  if (BigInt(head.seq) !== seq || hash === undefined || !head.hash.equals(hash)) {
    return { citizenId, seq: seq + 1n, what: 'lines are missing at the end' };
  }
  return undefined;
}
