import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { allOutcomes, outcomeOf, readCases } from './recurrence-cases.ts';

const cases = readCases().flatMap(({ name, appointments, ...rest }) =>
  appointments.map(({ form, appointment }) => ({ title: `${name}, ${form}`, form, appointment, ...rest })),
);

describe('recurrence', () => {
  test.each(cases)('$title', ({ form, appointment, horizon, expected }) => {
    const { instances, ends, numbers, refused, warned } = outcomeOf(appointment, horizon);
    expect({ instances, refused, warned }).toEqual({ instances: expected.instances, refused: expected.refused, warned: expected.warned });
    if (expected.ends !== undefined) expect(ends).toBe(expected.ends);
    if (form !== 'rrule' && instances !== undefined) expect(numbers).toBe(expected.numbers ?? '');
  });

  test.each(['UTC', 'Europe/Copenhagen', 'America/New_York'])('comes out the same on a host in %s', (zone) => {
    const script = fileURLToPath(new URL('./recurrence-cases.ts', import.meta.url));
    const printed = execFileSync(process.execPath, ['--import', 'tsx', script], { env: { ...process.env, TZ: zone }, encoding: 'utf8' });
    expect(printed).toBe(allOutcomes());
  });
});
