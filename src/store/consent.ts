/** Consents: every version, and the block that the newest one sets. */
import { type Kysely, type Selectable, sql } from 'kysely';
import { type AuditEntry, appendAuditLines } from './audit-event.ts';
import type { BlockTable, ConsentVersionTable, Database } from './database.ts';
import { type CitizenRange, isWithin } from './invariant.ts';
import { type ChangeRow, insertChanges } from './stamkort-change.ts';

export type ConsentRow = Selectable<ConsentVersionTable>;

/** The newest version of each of the citizen's consents, deleted ones too; of one, where its id is given. */
export async function findConsents(db: Kysely<Database>, citizenId: string, consentId?: string): Promise<ConsentRow[]> {
  const { rows } = await sql<ConsentRow>`
    select distinct on (consent_id) * from consent_version
    where citizen_id = ${citizenId} and ${consentId === undefined ? sql`true` : sql`consent_id = ${consentId}`}
    order by consent_id, version desc`.execute(db);
  return rows;
}

/** Of these citizens: the newest version of each consent, and every block; at one moment, where `trx` is a repeatable read. */
export async function findConsentsAndBlocks(
  trx: Kysely<Database>,
  range: CitizenRange,
): Promise<{ readonly consents: ConsentRow[]; readonly blocks: Selectable<BlockTable>[] }> {
  const consents = await sql<ConsentRow>`
    select distinct on (citizen_id, consent_id) * from consent_version where ${isWithin(range)}
    order by citizen_id, consent_id, version desc`.execute(trx);
  const blocks = await trx.selectFrom('block').selectAll().where(isWithin(range)).execute();
  return { consents: consents.rows, blocks };
}

/**
 * The next version, the block that it sets (none lifts it), whoever is to be told where it is part of the card, and its line in the log,
 * in one statement. Collides where another was first.
 */
export async function writeConsent(
  db: Kysely<Database>,
  version: ConsentRow,
  block: Selectable<BlockTable> | undefined,
  audit: AuditEntry,
  changes: readonly ChangeRow[] = [],
): Promise<void> {
  const { citizen_id, consent_id } = version;
  const blocks = JSON.stringify(block === undefined ? [] : [block]);
  await sql`
    with new_version as (
      insert into consent_version (citizen_id, consent_id, version, recorded_at, deleted, resource)
      values (${citizen_id}, ${consent_id}, ${version.version}, ${version.recorded_at}, ${version.deleted}, ${version.resource})
    ),
    lifted as (
      delete from block where citizen_id = ${citizen_id} and id = ${consent_id} and ${block === undefined}
    ),
    set_block as (
      insert into block
      select * from json_to_recordset(${blocks}::json) as b (citizen_id uuid, id uuid, effect text, valid_from timestamptz,
        valid_until timestamptz, reader_keys text[], author_keys text[], sectors text[], data_from timestamptz, data_until timestamptz)
      on conflict (citizen_id, id) do update set effect = excluded.effect, valid_from = excluded.valid_from,
        valid_until = excluded.valid_until, reader_keys = excluded.reader_keys, author_keys = excluded.author_keys,
        sectors = excluded.sectors, data_from = excluded.data_from, data_until = excluded.data_until
    ),
    ${insertChanges(changes)},
    audit_line as materialized (
      select ${audit.citizenId}::uuid as citizen_id, ${audit.recordedAt}::timestamptz as recorded_at, ${audit.id}::uuid as id,
        ${audit.line}::text as line
    ), ${appendAuditLines}
    select 1`.execute(db);
}
