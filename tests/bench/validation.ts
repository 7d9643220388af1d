/** How many Appointments one core reads and validates in a second of its time: `npx tsx tests/bench/validation.ts`. The bar is 10,000. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BASE } from '../../src/fhir/base.ts';
import { parseJson } from '../../src/fhir/parse-json.ts';
import { profilesDirectory } from '../../src/fhir/validate/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { median } from './measured.ts';

const PROFILE = `${BASE}/StructureDefinition/SharedAppointment`;
const ROUNDS = 7;

export interface ValidationSpeed {
  readonly work: 'parse' | 'base' | 'profile' | 'parse and profile' | 'profile, invalid';
  /** Appointments, median of the rounds. */
  readonly perSecond: number;
}

/** Over the examples of `fhir-profiles/`, valid and not; `ms` is the length of a round. */
export function measureValidation(ms = 500): ValidationSpeed[] {
  const texts = examples('valid-');
  const valid = texts.map((text) => parseJson(text));
  const invalid = examples('invalid-').map((text): unknown => JSON.parse(text));
  const profile = { type: 'Appointment', profile: PROFILE };
  const works: [ValidationSpeed['work'], number, (i: number) => unknown][] = [
    ['parse', texts.length, (i) => parseJson(texts[i] ?? '')],
    ['base', valid.length, (i) => validate(valid[i], { type: 'Appointment' })],
    ['profile', valid.length, (i) => validate(valid[i], profile)],
    ['parse and profile', texts.length, (i) => validate(parseJson(texts[i] ?? ''), profile)],
    ['profile, invalid', invalid.length, (i) => validate(invalid[i], profile)],
  ];
  return works.map(([work, count, run]) => ({ work, perSecond: Math.round(perSecondOf(run, count, ms)) }));
}

function perSecondOf(run: (i: number) => unknown, count: number, ms: number): number {
  round(run, count, ms);
  return median(Array.from({ length: ROUNDS }, () => round(run, count, ms)));
}

/** In processor time, so that what else the machine does counts little. */
function round(run: (i: number) => unknown, count: number, ms: number): number {
  const before = process.cpuUsage();
  const spentMs = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  let done = 0;
  while (spentMs() < ms) {
    for (let i = 0; i < count; i += 1) run(i);
    done += count;
  }
  return (done / spentMs()) * 1000;
}

function examples(prefix: string): string[] {
  const folder = join(profilesDirectory, 'examples', 'SharedAppointment');
  const files = readdirSync(folder).filter((file) => file.startsWith(prefix));
  return files.map((file) => readFileSync(join(folder, file), 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { work, perSecond } of measureValidation()) console.log(`${work.padEnd(18)} ${perSecond} a second`);
}
