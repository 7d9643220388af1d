/** The card's items: the newest version of each, and all that one change writes. */
import { type Kysely, type Selectable, sql } from 'kysely';
import { type AuditEntry, appendAuditLines } from './audit-event.ts';
import type { Database, StamkortItemTable } from './database.ts';
import { type ChangeRow, insertChanges } from './stamkort-change.ts';

export type ItemRow = Selectable<StamkortItemTable>;

/** The citizen's items, deleted ones too. */
export const findItems = (db: Kysely<Database>, citizenId: string): Promise<ItemRow[]> =>
  db.selectFrom('stamkort_item').selectAll().where('citizen_id', '=', citizenId).orderBy('received_at').orderBy('id').execute();

/** Of one item, oldest first. */
export const findItemVersions = (db: Kysely<Database>, citizenId: string, id: string): Promise<ItemRow[]> =>
  db.selectFrom('stamkort_item_version').selectAll().where('citizen_id', '=', citizenId).where('id', '=', id).orderBy('version').execute();

/** Whose item it is. */
export async function findItemOwner(db: Kysely<Database>, itemId: string): Promise<string | undefined> {
  const row = await db.selectFrom('stamkort_owner').select('citizen_id').where('item_id', '=', itemId).executeTakeFirst();
  return row?.citizen_id;
}

export interface RegisterIdentity {
  readonly register: string;
  readonly system: string;
  readonly value: string;
}

/** What a register's own identifier names. */
export const findByIdentity = (
  db: Kysely<Database>,
  { register, system, value }: RegisterIdentity,
): Promise<{ citizen_id: string; item_id: string } | undefined> =>
  db
    .selectFrom('stamkort_identifier')
    .select(['citizen_id', 'item_id'])
    .where('register', '=', register)
    .where('system', '=', system)
    .where('value', '=', value)
    .executeTakeFirst();

/** Whether a live appointment of the citizen says that the address is protected (DESIGN §4.2). */
export async function hasRestrictedAppointment(db: Kysely<Database>, citizenId: string): Promise<boolean> {
  const row = await db
    .selectFrom('appointment')
    .select('id')
    .where('citizen_id', '=', citizenId)
    .where('restricted', '=', true)
    .where('deleted', '=', false)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface ItemWrite {
  readonly citizen: { readonly citizen_id: string; readonly system: string; readonly value: string };
  /** Each the next version of its item. */
  readonly items: readonly ItemRow[];
  /** One that was not known. */
  readonly identity?: RegisterIdentity & { readonly item_id: string };
  readonly document?: { readonly id: string; readonly received_at: Date; readonly document: string };
  readonly change: ChangeRow;
  readonly audit: AuditEntry;
}

/**
 * Versions, items, their directories, whoever is to be told, and the log line, in one statement. Whoever planned on versions that another
 * writer has changed since collides with a key: nothing is written.
 */
export async function writeItems(db: Kysely<Database>, write: ItemWrite): Promise<void> {
  const { citizen, items, identity, document, change, audit } = write;
  const { citizen_id } = citizen;
  await sql`
    with item as materialized (
      select * from json_to_recordset(${JSON.stringify(items)}::json) as i (citizen_id uuid, id uuid, kind text, register text,
        version integer, deleted boolean, recorded_at timestamptz, received_at timestamptz, content text, author text, overwritten text,
        restricted boolean, home_keys text[])
    ),
    new_citizen as (
      insert into citizen (citizen_id, system, value) values (${citizen_id}, ${citizen.system}, ${citizen.value})
      on conflict (citizen_id) do nothing
    ),
    new_version as (
      insert into stamkort_item_version select * from item
    ),
    newest as (
      insert into stamkort_item select * from item
      on conflict (citizen_id, id) do update set register = excluded.register, version = excluded.version, deleted = excluded.deleted,
        recorded_at = excluded.recorded_at, received_at = excluded.received_at, content = excluded.content, author = excluded.author,
        overwritten = excluded.overwritten, restricted = excluded.restricted, home_keys = excluded.home_keys
    ),
    new_owner as (
      insert into stamkort_owner (item_id, citizen_id) select id, citizen_id from item where version = 1
    ),
    new_identity as (
      insert into stamkort_identifier
      select * from json_to_recordset(${JSON.stringify(identity === undefined ? [] : [{ ...identity, citizen_id }])}::json)
        as i (register text, system text, value text, citizen_id uuid, item_id uuid)
    ),
    new_document as (
      insert into stamkort_import
      select * from json_to_recordset(${JSON.stringify(document === undefined ? [] : [{ ...document, citizen_id }])}::json)
        as d (citizen_id uuid, id uuid, received_at timestamptz, document text)
    ),
    ${insertChanges([change])},
    audit_line as materialized (
      select ${audit.citizenId}::uuid as citizen_id, ${audit.recordedAt}::timestamptz as recorded_at, ${audit.id}::uuid as id,
        ${audit.line}::text as line
    ), ${appendAuditLines}
    select 1`.execute(db);
}
