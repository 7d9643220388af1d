/** Prints each import that goes up a floor, or sideways to another room on the same one. `npm run floors` */
import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Highest first; a file outside a room is a room of its own. */
const floors: readonly (readonly string[])[] = [
  ['main', 'commands'],
  ['stop-on-signal', 'workers'],
  ['start-service'],
  ['service', 'until-reachable'],
  ['app'],
  ['answer-directly'],
  ['log-request', 'limit-waiting', 'metrics', 'http-server', 'is-ready'],
  ['web'],
  ['doctor'],
  ['extend', 'retain', 'explain', 'rebuild', 'quality'],
  ['ingest', 'overview', 'stamkort', 'adoption', 'registry'],
  ['access'],
  ['store'],
  ['derive', 'pdc'],
  ['apd', 'expand', 'normalise'],
  ['fhir'],
  ['log', 'version', 'tell-job', 'trace-context'],
  ['config'],
  ['cpr', 'settings'],
  ['time', 'cannot-start', 'project-root', 'to-csv'],
];

const src = fileURLToPath(new URL('../src/', import.meta.url));
const roomOf = (file: string): string => (file.split('/')[0] ?? '').replace(/\.ts$/, '');
/** Counted from the top; a room that has none yet is told of by every arrow it has. */
function isDown(from: string, to: string): boolean {
  const [above, below] = [from, to].map((room) => floors.findIndex((rooms) => rooms.includes(room)));
  return above !== undefined && below !== undefined && above >= 0 && below > above;
}

/** `ingest/plan.ts → overview/routes.ts`, for each that is not downwards. */
export function arrows(): string[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.sort().flatMap((file) => {
    const imports = [...readFileSync(join(src, file), 'utf8').matchAll(/(?:from |import |import\()'(\.[^']+)'/g)];
    return imports
      .map(([, path]) => normalize(join(file, '..', path ?? '')))
      .filter((target) => !target.startsWith('..') && roomOf(target) !== roomOf(file))
      .flatMap((target) => (isDown(roomOf(file), roomOf(target)) ? [] : [`${file} → ${target}`]));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const arrow of arrows()) console.log(arrow);
