/** Parameters → what an administrator says has happened, or what is to be withdrawn. */
import { error, Fault, fault, type Issue } from '../fhir/fault.ts';
import type { Parameters, ParametersParameter } from '../fhir/types.ts';
import { validate } from '../fhir/validate.ts';
import { type AdoptionEventKind, adoptionEventKinds, type Solution, solutions } from '../store/adoption-event.ts';
import { parseDate } from '../time/parse-date.ts';
import type { LocalDate } from '../time/zone.ts';

export interface NewEvent {
  readonly municipalityCode: string;
  readonly solution: Solution;
  readonly kind: AdoptionEventKind;
  readonly date: LocalDate;
  readonly planned: LocalDate | undefined;
  readonly madeUp: boolean;
}

/** The municipalities of today began then: nothing happened in them before. */
const FIRST_DAY = '2007-01-01';

const known = ['municipality', 'solution', 'kind', 'date', 'planned', 'made-up'];

/**
 * @param codes of the municipalities that there are
 * @throws Fault 400 that names every element at fault
 */
export function parseEvents(body: unknown, codes: ReadonlySet<string>, today: LocalDate): NewEvent[] {
  const issues: Issue[] = [];
  const events = eventParameters(body, 'part').map(({ part = [] }, index) => {
    const path = `Parameters.parameter[${index}]`;
    const wrong = (text: string, name: string): undefined => {
      const at = part.findIndex((one) => one.name === name);
      issues.push(error(at < 0 ? 'required' : 'value', text, at < 0 ? path : `${path}.part[${at}]`));
      return undefined;
    };
    for (const [at, { name }] of part.entries()) {
      if (!known.includes(name) || part.findIndex((one) => one.name === name) !== at)
        issues.push(error('value', `The parts are ${known.join(', ')}, each once`, `${path}.part[${at}]`));
    }
    const partOf = (name: string): ParametersParameter | undefined => part.find((one) => one.name === name);
    const codeOf = <T extends string>(name: string, allowed: readonly T[]): T | undefined =>
      allowed.find((one) => one === partOf(name)?.valueCode) ?? wrong(`Give ${name} as valueCode: ${allowed.join(', ')}`, name);

    const code = partOf('municipality')?.valueCode ?? '';
    const municipalityCode = codes.has(code)
      ? code
      : wrong('Give municipality as valueCode: the four digits of one of the 98', 'municipality');
    const solution = codeOf('solution', solutions);
    const kind = codeOf('kind', adoptionEventKinds);
    const happened = parseDate(partOf('date')?.valueDate ?? '');
    const date =
      happened !== undefined && happened >= FIRST_DAY && happened <= today
        ? happened
        : wrong(`Give date as valueDate: the day it happened, from ${FIRST_DAY} until today`, 'date');
    const planned = parseDate(partOf('planned')?.valueDate ?? '');
    if (partOf('planned') !== undefined && (planned === undefined || kind !== 'schedule-given'))
      wrong('Give planned as valueDate, of a schedule alone: the day from which the solution is to be in use', 'planned');
    const madeUp =
      partOf('made-up')?.valueBoolean ?? (partOf('made-up') === undefined ? false : wrong('Give made-up as valueBoolean', 'made-up'));
    return municipalityCode && solution && kind && date && madeUp !== undefined
      ? [{ municipalityCode, solution, kind, date, planned, madeUp }]
      : [];
  });
  if (issues.length > 0) throw new Fault(issues);
  return events.flat();
}

/** @throws Fault 400 */
export const parseWithdrawn = (body: unknown): string[] =>
  eventParameters(body, 'valueUuid').map(({ valueUuid = '' }, index) => {
    const [, id] = /^urn:uuid:([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(valueUuid) ?? [];
    if (id === undefined) {
      throw fault('value', 'Name each event by its id, as it was given', { expression: `Parameters.parameter[${index}]` });
    }
    return id;
  });

function eventParameters(body: unknown, holds: 'part' | 'valueUuid'): ParametersParameter[] {
  const issues = validate(body, { type: 'Parameters' });
  if (issues.some(({ severity }) => severity === 'error')) throw new Fault(issues);
  const { parameter = [] } = body as Parameters;
  if (parameter.length === 0) throw fault('required', 'Send one parameter event for each', { expression: 'Parameters.parameter' });
  for (const [index, { name, [holds]: held }] of parameter.entries()) {
    if (name !== 'event' || held === undefined)
      throw fault('value', `Each parameter is an event, with ${holds}`, { expression: `Parameters.parameter[${index}]` });
  }
  return parameter;
}
