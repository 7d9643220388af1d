/** The figures that a sender is known by. Pure. */
import type { RuleId } from '../fhir/rule.ts';
import type { Measure, Told } from './publish.ts';

/** Those of rules are their sum: no message meets two of one figure. */
const rulesOf = {
  'uncertain-place': ['place-of-performer', 'place-home-at-office', 'place-missing'],
  'unknown-end': ['time-end-unknown'],
  'window-without-length': ['time-window-without-length'],
  'contradicting-length': ['time-length-differs'],
} as const satisfies Readonly<Record<string, readonly RuleId[]>>;

export type RuleFigure = keyof typeof rulesOf;
export type KeyFigure = RuleFigure | 'refused' | 'quarantined';

/** In the order they are shown. */
export const keyFigures = [
  ...(['uncertain-place', 'unknown-end', 'window-without-length', 'contradicting-length'] as const),
  ...(['refused', 'quarantined'] as const),
] satisfies readonly KeyFigure[];

/** Every name that the figures are counted under. */
export const keyNames: readonly string[] = ['quarantined', ...Object.values(rulesOf).flat()];

/** What a figure is counted from. */
export const measuresOf = (figure: KeyFigure): readonly Measure[] =>
  figure === 'refused' || figure === 'quarantined' ? [figure] : rulesOf[figure].map((rule) => `told|${rule}` as const);

/** What a figure is a share of: new versions; of refusals, those and the refused. */
export const basesOf = (figure: KeyFigure): readonly Measure[] =>
  figure === 'refused' || figure === 'quarantined' ? ['versions', 'refused'] : ['versions'];

/** `at-least`: some part of it is withheld. A share is from 0 to 1, and there only where all that it is made of is told. */
export type Figure =
  | { readonly how: 'exact'; readonly count: number; readonly share?: number }
  | { readonly how: 'at-least'; readonly count: number }
  | { readonly how: 'withheld' };

export function toFigure(of: (measure: Measure) => Told, figure: KeyFigure): Figure {
  const parts = measuresOf(figure).map(of);
  const told = parts.filter((part) => part !== 'withheld');
  const count = sum(told);
  if (told.length < parts.length) return count > 0 ? { how: 'at-least', count } : { how: 'withheld' };
  const share = shareOf(count, basesOf(figure).map(of));
  return { how: 'exact', count, ...(share !== undefined && { share }) };
}

export function shareOf(count: number, bases: readonly Told[]): number | undefined {
  const told = bases.filter((base) => base !== 'withheld');
  const total = sum(told);
  return told.length < bases.length || total === 0 ? undefined : count / total;
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
