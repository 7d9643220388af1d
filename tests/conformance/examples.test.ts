/** The examples that integrators get are what they are said to be. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseCitizenIdentifier } from '../../src/cpr/cpr.ts';
import { statusOf } from '../../src/fhir/fault.ts';
import { RULE_SYSTEM, rules } from '../../src/fhir/rule.ts';
import { profilesDirectory } from '../../src/fhir/validate/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { own } from '../support/appointment.ts';

type Told = [code: string, rule: string, expression: string];

const folder = join(profilesDirectory, 'examples');
const filesOf = (name: string): string[] => readdirSync(join(folder, name)).map((file) => `${name}/${file}`);
const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
const here = new URL('./cases/invalid-examples.json', import.meta.url);
const invalid = Object.entries(JSON.parse(readFileSync(here, 'utf8')) as Record<string, Told[]>);

const profileOf = (file: string): { profile?: string } =>
  /^(?:SharedAppointment|AppointmentOccurrence)\//.test(file) ? { profile: own(file.split('/')[0] ?? '') } : {};

const told = (file: string): Told[] =>
  validate(read(file), profileOf(file)).map(({ code, rule, expression }) => [code, rule ?? '', expression ?? '']);

const all = readdirSync(folder).flatMap(filesOf);

test.each(all.filter((file) => !file.includes('/invalid-')))('%s is valid', (file) => {
  expect(told(file)).toEqual([]);
});

test.each(invalid)('%s is told of', (file, issues) => {
  expect(told(file)).toEqual(issues);
});

test('every invalid example says what is wrong with it', () => {
  expect(all.filter((file) => file.includes('/invalid-')).sort()).toEqual(invalid.map(([file]) => file).sort());
});

describe('the outcomes', () => {
  test.each(filesOf('OperationOutcome'))('%s has the status of its code, and a rule that there is', (file) => {
    const { issue } = read(file) as {
      issue: { severity: string; code: string; details: { coding?: { system: string; code: string }[] } }[];
    };
    const [status = '', ...code] = file.replace(/^.*\/|\.json$/g, '').split('-');
    for (const { severity, code: said, details } of issue) {
      if (severity === 'error') expect(statusOf[said as keyof typeof statusOf]).toBe(Number(status));
      for (const coding of details.coding ?? []) expect([coding.system, coding.code in rules]).toEqual([RULE_SYSTEM, true]);
    }
    if (status !== '200') expect(code.join('-').startsWith(issue[0]?.code ?? '?')).toBe(true);
  });

  test('show every code that an error may have', () => {
    const shown = filesOf('OperationOutcome').flatMap((file) =>
      (read(file) as { issue: { code: string }[] }).issue.map(({ code }) => code),
    );
    expect(Object.keys(statusOf).filter((code) => !shown.includes(code))).toEqual([]);
  });
});

test('every citizen in the examples is one of MedCom’s test persons, or has a replacement number of dk-core’s', () => {
  const published = new Set(['2512489996', '0107729995', '0201919990', '0201609995', '0703921VJ4']);
  const texts = all.map((file) => readFileSync(join(folder, file), 'utf8'));
  const numbers = new Set(
    texts.flatMap((text) => [...text.matchAll(/"value": "(\d{10}|\d{6}\d[A-Z]{2}\d)"/g)].map(([, number = '']) => number)),
  );
  expect([...numbers].filter((number) => !published.has(number))).toEqual([]);
  expect(parseCitizenIdentifier('urn:oid:1.2.208.176.1.2', '2512489996')).toBeDefined();
});
