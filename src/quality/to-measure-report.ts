/** Figures of quality → MeasureReport. */
import type { MeasureReport, MeasureReportGroup, Quantity } from '@medplum/fhirtypes';
import { longestOf } from '../adoption/lag-steps.ts';
import { BASE } from '../fhir/base.ts';
import { isRuleId, RULE_SYSTEM } from '../fhir/rule.ts';
import type { Coding } from '../fhir/types.ts';
import { SOR_SYSTEM } from '../normalise/participants.ts';
import { formatInstant } from '../time/zone.ts';
import { lagAt, outcomes, type QualityFigures, totalOf } from './figures.ts';
import type { Period } from './period.ts';

export const QUALITY_MEASURE = `${BASE}/Measure/quality`;
const FIGURE_SYSTEM = `${BASE}/CodeSystem/quality-figure`;
const POPULATION_SYSTEM = 'http://terminology.hl7.org/CodeSystem/measure-population';
const ISSUE_SYSTEM = 'http://hl7.org/fhir/issue-type';

export interface Reported {
  readonly sender: { readonly name: string; readonly sor: string | null };
  readonly period: Period;
  readonly figures: QualityFigures;
  readonly now: Date;
  /** Whether the period's days have all been. */
  readonly ended: boolean;
}

export const toMeasureReport = ({ sender, period, figures, now, ended }: Reported): MeasureReport => ({
  resourceType: 'MeasureReport',
  status: ended ? 'complete' : 'pending',
  type: 'summary',
  measure: QUALITY_MEASURE,
  date: formatInstant(now),
  reporter: { ...(sender.sor !== null && { identifier: { system: SOR_SYSTEM, value: sender.sor } }), display: sender.name },
  period: { start: period.from, end: period.to },
  group: [messages(figures), ...ruleGroups(figures), ...lagGroups(figures)],
});

const figureCode = (code: string): Coding => ({ system: FIGURE_SYSTEM, code });

const messages = (figures: QualityFigures): MeasureReportGroup => ({
  code: { coding: [figureCode('messages')] },
  population: [
    ...outcomes.map((outcome) => ({ code: { coding: [figureCode(outcome)] }, count: figures.messages[outcome] })),
    { code: { coding: [figureCode('doubted')] }, count: figures.doubted },
  ],
});

/** Doubts are counted among new versions, refusals among all that was sent. */
const ruleGroups = (figures: QualityFigures): MeasureReportGroup[] => [
  ...byCount(figures.told).map(([name, count]) => ruleGroup('told', name, count, figures.versions)),
  ...byCount(figures.refused).map(([name, count]) => ruleGroup('refused', name, count, totalOf(figures))),
];

const byCount = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].sort(([a, of], [b, other]) => other - of || (a < b ? -1 : 1));

const ruleGroup = (how: 'told' | 'refused', name: string, count: number, total: number): MeasureReportGroup => ({
  code: { coding: [figureCode(how), isRuleId(name) ? { system: RULE_SYSTEM, code: name } : { system: ISSUE_SYSTEM, code: name }] },
  population: [
    { code: { coding: [{ system: POPULATION_SYSTEM, code: 'denominator' }] }, count: total },
    { code: { coding: [{ system: POPULATION_SYSTEM, code: 'numerator' }] }, count },
  ],
  // What was told when nothing new was made has no versions to be a share of.
  ...(total > 0 && { measureScore: { value: Math.round((count / total) * 10_000) / 10_000 } }),
});

const seconds = (value: number): Quantity => ({ value, unit: 's', system: 'http://unitsofmeasure.org', code: 's' });

function lagGroups(figures: QualityFigures): MeasureReportGroup[] {
  const [median, p95] = [lagAt(figures, 0.5), lagAt(figures, 0.95)];
  if (median === undefined || p95 === undefined) return [];
  return [
    { code: { coding: [figureCode('lag-median')] }, measureScore: seconds(median) },
    { code: { coding: [figureCode('lag-p95')] }, measureScore: seconds(p95) },
    {
      code: { coding: [figureCode('lag')] },
      stratifier: [
        {
          code: [{ coding: [figureCode('lag-up-to')] }],
          stratum: [...figures.lag]
            .sort(([a], [b]) => a - b)
            .map(([step, count]) => ({
              value: { text: `${longestOf(step)} s` },
              population: [{ code: { coding: [{ system: POPULATION_SYSTEM, code: 'numerator' }] }, count }],
            })),
        },
      ],
    },
  ];
}
