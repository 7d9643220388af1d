/** What a change of schema breaks for code that was written before it. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/store/database.ts';
import { SERVICE_ROLE } from '../../src/store/role.ts';

interface Column {
  readonly type: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
}

interface Table {
  readonly columns: Readonly<Record<string, Column>>;
  /** Unique keys, the primary one among them: `on conflict` names them, and they refuse. */
  readonly keys: readonly string[];
  /** What else refuses a row, or does more than is asked: checks, foreign keys, triggers; a check with the columns that it reads. */
  readonly rules: readonly { readonly text: string; readonly columns: readonly string[] | null }[];
  readonly partition: string | null;
  /** Of the role that the service works as. */
  readonly rights: readonly string[];
}

export interface Schema {
  readonly tables: Readonly<Record<string, Table>>;
  readonly functions: readonly string[];
}

/** Of every table but partitions, Kysely's own, and those without a row of their own. */
export async function readSchema(db: Kysely<Database>): Promise<Schema> {
  const { rows } = await sql<{ tables: Schema['tables'] | null; functions: string[] }>`
    with ours as (
      select c.oid, c.relname, c.relkind from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname not like 'kysely%'
    )
    select
      (select json_object_agg(o.relname, json_build_object(
        'columns', (select json_object_agg(a.attname, json_build_object(
            'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull, 'hasDefault', a.atthasdef))
          from pg_attribute a where a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped),
        'keys', array(select pg_get_indexdef(i.indexrelid) from pg_index i where i.indrelid = o.oid and i.indisunique order by 1),
        'rules', (select coalesce(json_agg(r order by text), '[]') from (
          select pg_get_constraintdef(k.oid) as text, (select json_agg(a.attname) from pg_attribute a
            where a.attrelid = o.oid and a.attnum = any(k.conkey)) as columns
          from pg_constraint k where k.conrelid = o.oid and k.contype not in ('p', 'u', 'n')
          union all select pg_get_triggerdef(t.oid), null from pg_trigger t where t.tgrelid = o.oid and not t.tgisinternal) r),
        'partition', pg_get_partkeydef(o.oid),
        'rights', array(select privilege from unnest(array['select', 'insert', 'update', 'delete']) privilege
          where has_table_privilege(${SERVICE_ROLE}, o.oid, privilege) order by 1))) from ours o) as tables,
      array(select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'public'::regnamespace order by 1) as functions`.execute(
    db,
  );
  const [row] = rows;
  return { tables: row?.tables ?? {}, functions: row?.functions ?? [] };
}

/** Each in a sentence; what is only added breaks nothing. */
export function schemaBreaks(before: Schema, after: Schema): string[] {
  const gone = before.functions.filter((name) => !after.functions.includes(name)).map((name) => `${name} is gone`);
  return [...gone, ...Object.entries(before.tables).flatMap(([name, table]) => tableBreaks(name, table, after.tables[name]))];
}

function tableBreaks(name: string, before: Table, after: Table | undefined): string[] {
  if (after === undefined) return [`${name} is gone`];
  // What is asked of columns that are new, older code leaves to their defaults.
  const isKnown = (column: string): boolean => before.columns[column] !== undefined;
  const missing = (was: readonly string[], is: readonly string[]) => was.filter((one) => !is.includes(one));
  return [
    ...Object.entries(before.columns).flatMap(([column, was]) => columnBreaks(`${name}.${column}`, was, after.columns[column])),
    ...Object.entries(after.columns).flatMap(([column, { notNull, hasDefault }]) =>
      !isKnown(column) && notNull && !hasDefault ? [`${name}.${column} is demanded`] : [],
    ),
    ...missing(before.keys, after.keys).map((key) => `${name} has lost: ${key}`),
    ...missing(after.keys, before.keys).map((key) => `${name} now refuses by: ${key}`),
    ...after.rules
      .filter(({ text, columns }) => !before.rules.some((rule) => rule.text === text) && (columns?.some(isKnown) ?? true))
      .map(({ text }) => `${name} now refuses by: ${text}`),
    ...missing(before.rights, after.rights).map((right) => `${name}: the service may no longer ${right}`),
    ...(before.partition === after.partition ? [] : [`${name} is partitioned otherwise`]),
  ];
}

function columnBreaks(name: string, was: Column, is: Column | undefined): string[] {
  if (is === undefined) return [`${name} is gone`];
  if (is.type !== was.type) return [`${name} is ${is.type}, it was ${was.type}`];
  if (is.notNull && !was.notNull) return [`${name} may no longer be null`];
  return was.hasDefault && !is.hasDefault && is.notNull ? [`${name} has no default any more`] : [];
}
