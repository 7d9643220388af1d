/**
 * Many citizens out of a few: each table's rows of the model citizens, copied for others under ids of their own. The tables and their
 * columns are read from the catalog, so that a changed schema needs no change here. Chains of the log do not hold in the copies.
 */
import pg from 'pg';
import type { CitizenIdOf } from '../../src/store/setting.ts';
import { citizenIdentifier } from './appointments.ts';

/** Citizens to a statement. */
const CHUNK = 20_000;

export interface Multiplied {
  readonly databaseUrl: string;
  /** Citizens 0 to `models` − 1 are there. */
  readonly models: number;
  /** How many there are to be. */
  readonly citizens: number;
  readonly citizenIdOf: CitizenIdOf;
}

export async function multiply({ databaseUrl, models, citizens, citizenIdOf }: Multiplied): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('set synchronous_commit = off');
    await client.query('create temporary table copied (model_id uuid, citizen_id uuid, copy integer, system text, value text)');
    const statements = (await readTables(client)).map(copyOf);
    for (let from = models; from < citizens; from += CHUNK) {
      await nameCitizens(client, from, Math.min(CHUNK, citizens - from), models, citizenIdOf);
      for (const statement of statements) await client.query(statement);
    }
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

async function nameCitizens(client: pg.Client, from: number, count: number, models: number, citizenIdOf: CitizenIdOf): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  const identifiers = numbers.map(citizenIdentifier);
  await client.query('truncate copied');
  await client.query(
    `insert into copied
      select m.citizen_id, n.citizen_id, n.copy, n.system, n.value
      from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::text[]) as n (model_id, citizen_id, copy, system, value)
      join citizen m on m.citizen_id = n.model_id`,
    [
      numbers.map((n) => citizenIdOf(citizenIdentifier(n % models))),
      identifiers.map(citizenIdOf),
      numbers.map((n) => Math.floor(n / models)),
      identifiers.map(({ system }) => system),
      identifiers.map(({ value }) => value),
    ],
  );
}

interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

const readTables = async (client: pg.Client): Promise<readonly Table[]> =>
  (
    await client.query<Table>(`
      select c.relname as name, (select json_agg(json_build_object('name', a.attname, 'type', a.atttypid::regtype::text) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and obj_description(c.oid) in ('by citizen', 'directory')`)
  ).rows;

/** In the order of an id by chance, as rows come that are written when they are told of: a citizen's lie apart. */
function copyOf({ name, columns }: Table): string {
  const list = columns.map((column) => `"${column.name}"`).join();
  const values = columns.map(({ name: column, type }) => copied(name, column, type)).join();
  const order = columns.find((column) => column.type === 'uuid' && column.name !== 'citizen_id');
  return `insert into ${name} (${list}) select ${values} from ${name} t join copied c on c.model_id = t.citizen_id
    order by ${order === undefined ? 'c.citizen_id' : copied(name, order.name, order.type)}`;
}

function copied(table: string, column: string, type: string): string {
  if (column === 'citizen_id' || (table === 'citizen' && (column === 'system' || column === 'value'))) return `c."${column}"`;
  if (type === 'uuid') return `md5(t."${column}"::text || c.copy)::uuid`;
  if (table.endsWith('_identifier') && column === 'value') return `t.value || '-' || c.copy`;
  return `t."${column}"`;
}
