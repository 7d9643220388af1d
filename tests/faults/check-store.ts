/** What has to hold of the data after any fault, read from the database itself. */
import { type Kysely, sql } from 'kysely';
import { examine } from '../../src/doctor/examine.ts';
import type { Database } from '../../src/store/database.ts';
import { NOW } from '../support/service.ts';
import type { Marker, Story } from './writer.ts';

export interface Checked {
  readonly versions: number;
  readonly occurrences: number;
  readonly logLines: number;
  /** Each thing that does not hold, in a sentence. */
  readonly wrong: readonly string[];
}

/** Every acknowledged version there, once and in order, and nothing else but what is in doubt; and all that the doctor examines. */
export async function checkStore(db: Kysely<Database>, stories: readonly Story[]): Promise<Checked> {
  const stored = await readStories(db);
  const wrong = stories.flatMap((story) => {
    const found = stored.get(story.value) ?? [];
    const allowed = [story.acknowledged, ...(story.doubtful === undefined ? [] : [[...story.acknowledged, story.doubtful]])];
    return allowed.some((markers) => isSame(markers, found))
      ? []
      : [`${story.value}: ${JSON.stringify(found)} is stored, ${JSON.stringify(allowed)} was sent`];
  });
  const known = new Set(stories.map(({ value }) => value));
  for (const value of stored.keys()) if (!known.has(value)) wrong.push(`${value} is stored and was never sent`);

  const versions = [...stored.values()].reduce((sum, markers) => sum + markers.length, 0);
  const { rows } = await sql<{ versions: number; occurrences: number; log_lines: number }>`
    select (select count(*)::int from appointment_version) as versions, (select count(*)::int from occurrence) as occurrences,
      (select count(*)::int from audit_event) as log_lines`.execute(db);
  const { versions: all = 0, occurrences = 0, log_lines: logLines = 0 } = rows[0] ?? {};
  if (all !== versions) wrong.push(`${all} versions are stored, ${versions} of them under an identity`);
  if (logLines < versions) wrong.push(`${logLines} log lines are fewer than the ${versions} versions`);
  const tell = ({ name }: { name: string }, what: string) => void wrong.push(`${name}: ${what}`);
  await examine({ db, now: new Date(NOW), windowDays: 30, retentionDays: 730, tell });
  return { versions, occurrences, logLines, wrong };
}

const isSame = (a: readonly Marker[], b: readonly Marker[]): boolean =>
  a.length === b.length && a.every((marker, index) => marker === b[index]);

/** What the versions of each identity say, oldest first. */
async function readStories(db: Kysely<Database>): Promise<Map<string, Marker[]>> {
  const { rows } = await sql<{ value: string; marker: string | null }>`
    select i.value, v.resource::json #>> '{contained,0,name}' as marker
    from appointment_identifier i
    join appointment_version v on v.citizen_id = i.citizen_id and v.appointment_id = i.appointment_id
    order by i.value, v.version`.execute(db);
  const stories = new Map<string, Marker[]>();
  for (const { value, marker } of rows) stories.set(value, [...(stories.get(value) ?? []), marker]);
  return stories;
}
