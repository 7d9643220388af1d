/**
 * What the machine can do: bare `node:http` and `pg`, a process of its own. It checks nothing and logs nothing.
 *
 * - `GET /{citizen id}`: the rows of an overview, by a named statement, as text;
 * - `POST /one`: parses the body and inserts it as one row;
 * - `POST /many`: parses a bundle and inserts its entries by one array statement.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 16 });

async function textOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

interface Body {
  readonly identifier?: readonly { readonly value?: string }[];
}

const nameOf = (body: Body): string => body.identifier?.[0]?.value ?? '';

async function overview(citizenId: string): Promise<string> {
  const { rows } = await pool.query<string[]>({
    name: 'overview',
    text: `select o.starts_at::text, o.ends_at::text, o.original_start::text, o.appointment_id::text, o.status, c.tail
      from occurrence o join appointment c on c.citizen_id = o.citizen_id and c.id = o.content_id
      where o.citizen_id = $1 and o.starts_at >= $2 order by o.starts_at`,
    values: [citizenId, new Date().toISOString()],
    rowMode: 'array',
  });
  const entries = rows.map(
    ([start, end, original, id, status, tail]) =>
      `{"fullUrl":"http://127.0.0.1:3000/fhir/Appointment/${id}.${original}","resource":{"resourceType":"Appointment","id":"${id}.${original}",` +
      `"status":"${status}","start":"${start}","end":"${end}","extension":[{"url":"https://aftaledeling.dk/fhir/StructureDefinition/visit-time",` +
      `"extension":[{"url":"kind","valueCode":"exact"},{"url":"start","valueDateTime":"${start}"},{"url":"end","valueDateTime":"${end}"},` +
      `{"url":"minutes","valuePositiveInt":15},{"url":"text","valueString":"onsdag den 4. marts 2026 kl. 10.15-10.30"}]},` +
      `{"url":"https://aftaledeling.dk/fhir/StructureDefinition/original-start","valueInstant":"${original}"}${tail},"search":{"mode":"match"}}`,
  );
  return `{"resourceType":"Bundle","entry":[${entries.join()}]}`;
}

async function insertOne(text: string): Promise<void> {
  const body: Body = JSON.parse(text);
  await pool.query({
    name: 'one',
    text: 'insert into bench_reference (id, name, body) values ($1, $2, $3)',
    values: [randomUUID(), nameOf(body), text],
  });
}

async function insertMany(text: string): Promise<void> {
  const { entry }: { entry: readonly { resource: Body }[] } = JSON.parse(text);
  await pool.query({
    name: 'many',
    text: 'insert into bench_reference (id, name, body) select * from unnest($1::uuid[], $2::text[], $3::text[])',
    values: [
      entry.map(() => randomUUID()),
      entry.map(({ resource }) => nameOf(resource)),
      entry.map(({ resource }) => JSON.stringify(resource)),
    ],
  });
}

async function answer(req: IncomingMessage): Promise<string> {
  if (req.method === 'GET') return overview((req.url ?? '').slice(1));
  const text = await textOf(req);
  await (req.url === '/one' ? insertOne(text) : insertMany(text));
  return '{}';
}

const server = createServer((req, res) => {
  answer(req).then(
    (text) => {
      res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
      res.end(text);
    },
    (cause: unknown) => {
      res.writeHead(500);
      res.end(String(cause));
    },
  );
});

await pool.query('create table if not exists bench_reference (id uuid primary key, name text not null, body text not null)');
server.listen(Number(process.env['PORT']), '127.0.0.1');
