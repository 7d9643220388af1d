/** An explanation → Parameters. The names are a contract: OperationDefinition `explain` lists them. */

import { NOTHING_FURTHER } from '../derive/derive-series.ts';
import type { Placed } from '../derive/place-exceptions.ts';
import { occurrenceIdOf } from '../fhir/appointment-id.ts';
import { toOutcome } from '../fhir/outcome.ts';
import type { Parameters, ParametersParameter } from '../fhir/types.ts';
import type { Kept } from '../ingest/kept.ts';
import { sharing } from '../normalise/status.ts';
import { dateOf, formatInstant } from '../time/zone.ts';
import { decisions, type Today } from './decision.ts';
import type { Explanation } from './explanation.ts';
import { ruleText } from './rule-text.ts';

type Part = ParametersParameter;

export function toParameters(explanation: Explanation, today: Today): Parameters {
  const { kind, decision, asked, exceptions } = explanation;
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'shown', valueBoolean: decision === 'shown' },
      { name: 'decision', valueCode: decision },
      { name: 'text', valueString: decisions[decision] },
      { name: 'kind', valueCode: kind },
      { name: 'appointment', part: appointmentParts(asked) },
      ...seriesParts(explanation),
      ...occurrenceParts(explanation),
      ...exceptions.map((one): Part => ({ name: 'exception', part: exceptionParts(one) })),
      ...statusParts(explanation),
      windowPart(explanation, today),
      ...findingsOf(explanation),
    ],
  };
}

const reference = (id: string): Part => ({ name: 'reference', valueReference: { reference: `Appointment/${id}` } });

const appointmentParts = ({ id, version, status, receivedDate, updatedAt, sourceUpdated }: Kept): Part[] => [
  reference(id),
  { name: 'version', valuePositiveInt: version },
  { name: 'status', valueCode: status },
  { name: 'received', valueDate: receivedDate },
  { name: 'updated', valueInstant: formatInstant(updatedAt) },
  ...(sourceUpdated === undefined ? [] : [{ name: 'source-updated', valueInstant: formatInstant(sourceUpdated) }]),
];

function seriesParts({ series, shownStarts }: Explanation): Part[] {
  const sent = series?.said?.series;
  if (series === undefined || sent === undefined) return [];
  const { form, zone, rule, rdates, excluded } = sent;
  const next = shownStarts?.[0];
  const part: Part[] = [
    reference(series.id),
    { name: 'version', valuePositiveInt: series.version },
    { name: 'form', valueCode: form },
    { name: 'zone', valueCode: zone },
    ...(rule === undefined ? [] : [{ name: 'rule', valueString: ruleText(rule) }]),
    { name: 'dates', valueUnsignedInt: rdates.length },
    { name: 'exclusions', valueUnsignedInt: excluded.starts.size + excluded.dates.size + excluded.recurrenceIds.size },
    ...(series.extendedDate === undefined || series.extendedDate === NOTHING_FURTHER
      ? []
      : [{ name: 'made-until', valueDate: series.extendedDate }]),
    ...(shownStarts === undefined ? [] : [{ name: 'shown-occurrences', valueUnsignedInt: shownStarts.length }]),
    ...(next === undefined ? [] : [{ name: 'first-shown', valueInstant: formatInstant(next) }]),
  ];
  return [{ name: 'series', part }];
}

function occurrenceParts({ series, planned, showing }: Explanation): Part[] {
  if (series === undefined || planned === undefined) return [];
  const { originalStart, recurrenceId, excluded } = planned;
  const part: Part[] = [
    { name: 'reference', valueReference: { reference: `Appointment/${occurrenceIdOf(series.id, originalStart)}` } },
    { name: 'original-start', valueInstant: formatInstant(originalStart) },
    ...(recurrenceId === undefined ? [] : [{ name: 'number', valuePositiveInt: recurrenceId }]),
    { name: 'excluded', valueBoolean: excluded },
    ...(showing?.start === undefined ? [] : [{ name: 'start', valueInstant: formatInstant(showing.start) }]),
  ];
  return [{ name: 'occurrence', part }];
}

const exceptionParts = ({ exception, effect, anchor }: Placed): Part[] => [
  reference(exception.id),
  { name: 'version', valuePositiveInt: exception.version },
  { name: 'status', valueCode: exception.said.appointment.status },
  { name: 'effect', valueCode: effect },
  ...(anchor === undefined ? [] : [{ name: 'original-start', valueInstant: formatInstant(anchor) }]),
];

function statusParts({ asked, showing }: Explanation): Part[] {
  const { status, hiddenFrom } = showing ?? { status: asked.status, hiddenFrom: undefined };
  if (asked.deleted) return [];
  const part: Part[] = [
    { name: 'code', valueCode: status },
    { name: 'sharing', valueCode: sharing(status) },
    ...(hiddenFrom === undefined ? [] : [{ name: 'hidden-from', valueInstant: formatInstant(hiddenFrom) }]),
  ];
  return [{ name: 'status', part }];
}

const windowPart = ({ kind, series }: Explanation, { now, windowEnd, windowDays }: Today): Part => ({
  name: 'window',
  part: [
    { name: 'binds', valueBoolean: series !== undefined || kind !== 'single' },
    { name: 'today', valueDate: dateOf(now) },
    { name: 'days', valuePositiveInt: windowDays },
    { name: 'ends', valueDate: dateOf(windowEnd) },
  ],
});

/** What the service changed or doubted when it read the message. */
function findingsOf({ asked, exceptions }: Explanation): Part[] {
  const findings = [...(asked.said?.findings ?? []), ...exceptions.flatMap((one) => one.findings)];
  return findings.length === 0 ? [] : [{ name: 'findings', resource: toOutcome(findings) }];
}
