/** What always holds of the schema around the data: months made ahead, the jobs' slices, and what the service may do. */
import { sql } from 'kysely';
import { retainedFrom } from '../derive/retained-from.ts';
import { amongAll, type Invariant } from './invariant.ts';
import { findMissingMonths } from './partition.ts';
import { SERVICE_ROLE } from './role.ts';

/** Rows that a month which is made may find in the default partition, and moves. */
const MANY_ROWS = 100_000;

export const upkeepInvariants: readonly Invariant[] = [
  {
    name: 'months-ahead',
    sentence: 'Each month from this one to the last that series are made for has its partitions',
    mendedBy: 'npm run extend',
    find: async (db, { now, windowDays }, tell) => {
      for (const { table, month } of await findMissingMonths(db, now, 2 * windowDays)) tell(`${table} has no partition for ${month}`);
    },
  },
  amongAll(
    { name: 'default-partition', sentence: 'What lies outside the months that are made is little' },
    () => sql`
      select format('%s holds more than %s rows', name, ${MANY_ROWS}::int) as what from (
        select 'occurrence_default' as name, (select count(*) from (select from occurrence_default limit ${MANY_ROWS + 1}) o) as rows
        union all
        select 'audit_event_default', (select count(*) from (select from audit_event_default limit ${MANY_ROWS + 1}) e)
      ) as d where rows > ${MANY_ROWS}`,
  ),
  amongAll(
    { name: 'extend-slices', sentence: 'Each of the 256 slices was extended within the sharing window', mendedBy: 'npm run extend' },
    ({ today, windowDays }) => sql`
      select case when s.slice is null then format('Slice %s is missing', n) else format('Slice %s was extended last on %s', n, s.done_date) end
        as what
      from generate_series(0, 255) as n left join extend_slice s on s.slice = n
      where s.slice is null or s.done_date < ${today}::date - ${windowDays}::int order by n`,
  ),
  amongAll(
    {
      name: 'retain-slices',
      sentence: 'What is past its retention was taken away from each of the 256 slices',
      mendedBy: 'npm run retain',
    },
    (examination) => sql`
      select case when s.slice is null then format('Slice %s is missing', n) else format('Slice %s holds what is older than %s', n, s.done_date) end
        as what
      from generate_series(0, 255) as n left join retain_slice s on s.slice = n
      where s.slice is null or s.done_date < ${retainedFrom(examination)}::date - 31 order by n`,
  ),
  amongAll(
    { name: 'service-role', sentence: 'Where the role of the service is there, the service takes it' },
    () => sql`
      select format('The service works as %s: run grant %s to %s', current_user, rolname, current_user) as what
      from pg_roles where rolname = ${SERVICE_ROLE} and rolname <> current_user`,
  ),
  amongAll(
    { name: 'log-append-only', sentence: 'The service may append to the log and to histories, and never change them' },
    () => sql`
      select format('The service may %s %s', lower(p.privilege), c.relname) as what
      from pg_roles r, pg_class c
      left join pg_inherits i on i.inhrelid = c.oid
      join (values ('audit_event', 'UPDATE'), ('audit_event', 'DELETE'), ('audit_event', 'TRUNCATE'), ('audit_head', 'DELETE'),
        ('audit_anchor', 'UPDATE'), ('audit_anchor', 'DELETE'), ('stamkort_item_version', 'UPDATE'), ('stamkort_item_version', 'DELETE'))
        as p (name, privilege) on to_regclass(p.name) in (c.oid, i.inhparent)
      where r.rolname = ${SERVICE_ROLE} and has_table_privilege(r.oid, c.oid, p.privilege) order by 1`,
  ),
  amongAll(
    { name: 'service-grants', sentence: 'The service may read every table, and add to each that holds what is sent' },
    () => sql`
      select format('The service may not %s %s', lower(p.privilege), c.relname) as what
      from pg_roles r, pg_class c, unnest(array['SELECT', 'INSERT']) as p (privilege)
      where r.rolname = ${SERVICE_ROLE} and c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and c.relname not like 'kysely%' and (p.privilege = 'SELECT' or obj_description(c.oid) <> 'reference')
        and not has_table_privilege(r.oid, c.oid, p.privilege) order by 1`,
  ),
];
