import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readExamples } from '../../src/web/examples-page.ts';
import { testPeople } from '../../src/web/test-people.ts';
import { examplesFile, examplesText } from '../tools/write-examples.ts';

describe('the example page', () => {
  it('has what the conformance cases say: npx tsx tests/tools/write-examples.ts', () => {
    expect(JSON.parse(readFileSync(examplesFile, 'utf8'))).toEqual(JSON.parse(examplesText()));
  });

  it('has every kind of time and place', () => {
    const { times, places } = readExamples();
    expect(new Set(times.map(({ kind }) => kind))).toEqual(new Set(['exact', 'window', 'day', 'open-end', 'multi-day']));
    expect(new Set(places.map(({ kind }) => kind))).toEqual(new Set(['home', 'unit', 'address', 'phone', 'video', 'unknown']));
    expect(times.length + places.length).toBeGreaterThanOrEqual(20);
  });
});

describe('the development sign-in', () => {
  it('lets one be published test persons alone', () => {
    const published = readFileSync(new URL('../../src/commands/demo/test-persons.json', import.meta.url), 'utf8');
    for (const { identity } of testPeople) {
      for (const cpr of [identity.cpr, identity.actFor?.cpr]) if (cpr !== undefined) expect(published).toContain(`"${cpr}"`);
    }
  });
});
