/** What the demo prints: short, and every line of it can be used. Pure. */
import type { Shown } from './find-shown.ts';
import type { Loaded } from './load-sample.ts';
import type { Person } from './people.ts';

export interface Report {
  readonly loaded: readonly { readonly name: string; readonly loaded: Loaded }[];
  readonly person: Person;
  readonly shown: readonly Shown[];
  /** How to ask for it all again. */
  readonly curl: string;
  /** Name → address. */
  readonly addresses: readonly (readonly [string, string])[];
  /** Stands before `npm run token`, where that would look elsewhere. */
  readonly environment: string;
  readonly dataDir: string;
}

const FEW = 6;

/** Not the first few, which are the same visit day by day, but the first of each kind. */
const choose = (shown: readonly Shown[]): Shown[] =>
  shown
    .filter((one, index) => shown.findIndex(({ kind, cancelled }) => kind === one.kind && cancelled === one.cancelled) === index)
    .slice(0, FEW);

export function report({ loaded, person, shown, curl, addresses, environment, dataDir }: Report): string {
  const wide = Math.max(...loaded.map(({ name }) => name.length), ...addresses.map(([name]) => name.length));
  return [
    'Loaded through the API, by three senders:',
    ...loaded.flatMap((one) => loadedLines(one, wide)),
    '',
    `${person.name} (${person.cpr}) is shown ${shown.length} appointments, among them:`,
    ...choose(shown).flatMap(shownLines),
    '',
    ...addresses.map(([name, address]) => `  ${name.padEnd(wide)}  ${address}`),
    '',
    `All ${shown.length}, as ${person.name.split(' ')[0]} gets them (the token is good for 12 hours):`,
    '',
    curl,
    '',
    'Other tokens, from another terminal in this folder:',
    '',
    ...TOKENS.map((flags) => `  ${environment}npm run token -- ${flags}`),
    '',
    `Ctrl-C stops the service; what it holds stays in ${dataDir}.`,
  ].join('\n');
}

const TOKENS = ['--role citizen --cpr 2509479989', '--role professional', '--role sender --sector municipal', '--help'] as const;

function loadedLines({ name, loaded: { sent, created, unchanged, warnings } }: Report['loaded'][number], wide: number): string[] {
  const changed = sent - created - unchanged;
  const counts = [
    [created, 'new'],
    [changed, 'changed'],
    [unchanged, 'unchanged'],
  ] as const;
  const told = counts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`])).join(', ');
  const line = `  ${name.padEnd(wide)}  ${sent} messages: ${told}`;
  if (warnings.size === 0) return [line];
  const rules = [...warnings].sort(([a], [b]) => a.localeCompare(b, 'en')).map(([rule, count]) => `${rule} ${count}`);
  return [line, `  ${''.padEnd(wide)}  warned of ${rules.join(', ')}`];
}

const shownLines = ({ cancelled, when, what, where }: Shown): string[] => [
  `  ${cancelled ? 'AFLYST: ' : ''}${when}`,
  `      ${[what, where].filter((text) => text !== '').join(' · ')}`,
];
