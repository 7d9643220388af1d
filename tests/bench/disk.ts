/** What the data takes on disk, indexes and all. */
import pg from 'pg';

export interface DiskUse {
  /** Of the whole database. */
  readonly bytes: number;
  readonly citizens: number;
  /** Bytes of one: all that is kept of an appointment but its occurrences; an occurrence; a line of the log; a citizen's head of it. */
  readonly each: { readonly appointment: number; readonly occurrence: number; readonly logLine: number; readonly citizen: number };
  /** Rows. */
  readonly appointments: number;
  readonly occurrences: number;
  readonly series: number;
}

/** What is kept once for each of these, in which tables; the first is counted. */
const PARTS = {
  appointment: ['appointment', 'appointment_version', 'appointment_identifier', 'appointment_owner'],
  occurrence: ['occurrence'],
  logLine: ['audit_event'],
  citizen: ['citizen', 'audit_head'],
} as const;

export async function measureDisk(databaseUrl: string): Promise<DiskUse> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const one = async (query: string): Promise<number> => Number((await client.query<{ n: string }>(query)).rows[0]?.n ?? Number.NaN);
    const rows = (table: string, where = 'true'): Promise<number> => one(`select count(*) as n from ${table} where ${where}`);
    const size = (table: string): Promise<number> =>
      one(`select sum(pg_total_relation_size(oid)) as n from (
        select '${table}'::regclass as oid union select relid from pg_partition_tree('${table}')) as part`);
    const each = async ([first, ...others]: readonly [string, ...string[]]): Promise<number> => {
      let bytes = await size(first);
      for (const table of others) bytes += await size(table);
      return bytes / (await rows(first));
    };
    return {
      bytes: await one('select pg_database_size(current_database()) as n'),
      citizens: await rows('citizen'),
      each: {
        appointment: await each(PARTS.appointment),
        occurrence: await each(PARTS.occurrence),
        logLine: await each(PARTS.logLine),
        citizen: await each(PARTS.citizen),
      },
      appointments: await rows('appointment'),
      occurrences: await rows('occurrence'),
      series: await rows('appointment', `kind = 'series'`),
    };
  } finally {
    await client.end();
  }
}
