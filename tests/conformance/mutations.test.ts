/**
 * Three appointments in the shapes of HL7's own examples (a visit, a conference of two doctors, a request), and what becomes of
 * each when something in it is changed. Where the verdict is not the base specification's, `difference` says why.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { validate } from '../../src/fhir/validate.ts';

interface Mutation {
  readonly name: string;
  /** The examples it is made to; all, where absent. */
  readonly on?: readonly string[];
  /** New values by JSON pointer; `{ drop: true }` takes the element out. */
  readonly set: Readonly<Record<string, unknown>>;
  /** `accepted`, or code, rule and expression of each issue. */
  readonly verdict: string;
  readonly paragraph: string;
  readonly difference?: string;
}

type Node = Record<string, unknown>;

const file = new URL('./cases/appointment-mutations.json', import.meta.url);
const { examples, mutations } = JSON.parse(readFileSync(file, 'utf8')) as { examples: Record<string, Node>; mutations: Mutation[] };

const isDrop = (value: unknown): boolean => JSON.stringify(value) === '{"drop":true}';

function mutate(example: Node, set: Mutation['set']): Node {
  const copy = structuredClone(example);
  for (const [pointer, value] of Object.entries(set)) {
    const parts = pointer.split('/').slice(1);
    const last = parts.pop() ?? '';
    const parent = parts.reduce((node, part) => node[part] as Node, copy);
    if (isDrop(value)) delete parent[last];
    else parent[last] = value;
  }
  return copy;
}

const verdictOf = (resource: unknown): string =>
  validate(resource, { type: 'Appointment' })
    .map(({ code, rule, expression }) => `${code} ${rule} ${expression}`)
    .join(' | ') || 'accepted';

test.each(Object.keys(examples))('%s is valid as it is', (name) => {
  expect(verdictOf(examples[name])).toBe('accepted');
});

describe.each(Object.keys(examples))('in %s', (name) => {
  const made = mutations.filter(({ on }) => on === undefined || on.includes(name));
  test.each(made)('$name ($paragraph)', ({ set, verdict }) => {
    expect(verdictOf(mutate(examples[name] ?? {}, set))).toBe(verdict);
  });
});

test('there are a hundred mutations and more, each by a name of its own', () => {
  expect(mutations.length).toBeGreaterThanOrEqual(100);
  expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
});
