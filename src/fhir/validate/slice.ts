/** Slices of a list: which of them each item is in, and how many each may hold. */
import type { ElementDefinition } from '@medplum/fhirtypes';
import { isObject } from '../json.ts';
import { type RuleId, rules } from '../rule.ts';
import { codesOf, isBound } from './binding.ts';
import type { ElementNode } from './element.ts';
import { type Pattern, partOf } from './pattern.ts';
import { type Item, type ItemCheck, type Profile, shortUrl, toItemCheck } from './profile.ts';
import { report, type Scope } from './scope.ts';

interface Slice {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly holds: (value: unknown) => boolean;
  readonly check: ItemCheck | undefined;
  readonly tooFew: RuleId;
  readonly tooMany: RuleId;
}

/** Slices whose count has a rule id of its own: senders know these faults by name. */
const namedRules: ReadonlyMap<string, { readonly tooFew?: RuleId; readonly tooMany: RuleId }> = new Map([
  ['citizen', { tooFew: 'citizen-missing', tooMany: 'citizen-several' }],
  ['sector', { tooMany: 'sector-several' }],
  ['recurrenceTemplate', { tooMany: 'recurrence-forms' }],
  ['rrule', { tooMany: 'recurrence-forms' }],
  ['originatingAppointment', { tooMany: 'exception-origin' }],
]);

const textOf = (rule: RuleId, otherwise: string): string =>
  rule.startsWith('profile-') || rule === 'extension-content' || rule === 'recurrence-template' ? otherwise : rules[rule];

type SliceCheck = (items: readonly Item[], path: string, scope: Scope) => void;

export function toSlicing(node: ElementNode, profile: Profile): SliceCheck | undefined {
  const slices = node.slices.map((slice) => toSlice(node, slice, profile));
  const isClosed = node.definition.slicing?.rules === 'closed';
  if (slices.length === 0 && !isClosed) return undefined;
  return (items, path, scope) => {
    const counts = slices.map(() => 0);
    for (const item of items) {
      const index = slices.findIndex(({ holds }) => holds(item.value));
      if (index === -1) {
        if (isClosed)
          report(scope, 'invariant', profile.rule('profile-slice'), `${profile.name} does not allow this one of ${node.name}`, item.path);
        continue;
      }
      counts[index] = (counts[index] ?? 0) + 1;
      slices[index]?.check?.(item, scope);
    }
    slices.forEach(({ name, min, max, tooFew, tooMany }, i) => {
      const count = counts[i] ?? 0;
      if (count < min) report(scope, 'invariant', tooFew, textOf(tooFew, `${profile.name} requires ${min} ${name} in ${node.name}`), path);
      if (count > max) report(scope, 'invariant', tooMany, textOf(tooMany, `${profile.name} allows ${max} ${name} in ${node.name}`), path);
    });
  };
}

function toSlice(node: ElementNode, slice: ElementNode, profile: Profile): Slice {
  const { sliceName = '', min = 0, max } = slice.definition;
  const tests = (node.definition.slicing?.discriminator ?? []).map((discriminator) => toTest(slice, discriminator, profile));
  if (tests.length === 0) throw new Error(`${profile.url}: the slices of ${node.path} have no discriminator`);
  const { tooFew = 'profile-slice', tooMany = 'profile-slice' } = namedRules.get(sliceName) ?? {};
  return {
    name: sliceName,
    min,
    max: max === undefined || max === '*' ? Number.POSITIVE_INFINITY : Number(max),
    holds: (value) => tests.every((test) => test(value)),
    check: toItemCheck(slice, profile),
    tooFew: profile.rule(tooFew),
    tooMany: profile.rule(tooMany),
  };
}

type Discriminator = NonNullable<NonNullable<ElementDefinition['slicing']>['discriminator']>[number];

/** Whether an item's value at the discriminator's path is the slice's; of a list there, whether any is. */
function toTest(slice: ElementNode, { type, path = '$this' }: Discriminator, profile: Profile): (value: unknown) => boolean {
  const parts = path === '$this' ? [] : path.split('.');
  if (type === 'exists') {
    const isWanted = (at(slice, parts)?.definition.min ?? 0) > 0;
    return (value) => valuesAt(value, parts).length > 0 === isWanted;
  }
  const wanted = type === 'value' || type === 'pattern' ? wantedAt(slice, parts) : undefined;
  if (wanted === undefined) throw new Error(`${profile.url}: slice ${slice.definition.sliceName} says nothing of its ${type} at ${path}`);
  const end = at(slice, parts) ?? slice;
  const isUrl = parts.at(-1) === 'url';
  return (value) =>
    valuesAt(value, parts).some((found) => wanted(isUrl ? shortUrl({ ...end, path: `${slice.path}.url` }, found, profile) : found));
}

/** The element of the slice at the path, where its snapshot goes that deep. */
function at(slice: ElementNode, parts: readonly string[]): ElementNode | undefined {
  return parts.reduce<ElementNode | undefined>((node, part) => node?.children.find(({ name }) => name === part), slice);
}

/** What the slice says of the path: by a fixed value or pattern there or above, by a binding, or by the url of an extension's profile. */
function wantedAt(slice: ElementNode, parts: readonly string[]): Pattern | undefined {
  for (let depth = 0; depth <= parts.length; depth += 1) {
    const said = at(slice, parts.slice(0, depth));
    const pattern = said === undefined ? undefined : partOf(said.definition, parts.slice(depth));
    if (pattern !== undefined) return pattern;
  }
  const profiled = slice.definition.type?.[0]?.profile?.[0];
  if (parts.join('.') === 'url' && profiled !== undefined) return (value) => value === profiled;
  const binding = at(slice, parts)?.definition.binding;
  const codes = binding?.strength === 'required' && binding.valueSet !== undefined ? codesOf(binding.valueSet) : undefined;
  return codes === undefined ? undefined : (value) => isBound(codes, value);
}

function valuesAt(value: unknown, parts: readonly string[]): readonly unknown[] {
  let found: readonly unknown[] = [value];
  for (const part of parts) found = found.flatMap((item) => (isObject(item) ? asList(item[part]) : []));
  return found;
}

const asList = (value: unknown): readonly unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
