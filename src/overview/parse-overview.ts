/** What is asked of `$aftaleoversigt`: as Parameters, or in the address. */
import type { Asked } from '../access/bind-citizen.ts';
import { type Override, parseOverride } from '../access/override.ts';
import { parseParameters, parsePatientParameter } from '../access/parse-parameters.ts';
import { fault } from '../fhir/fault.ts';
import { parseDate } from '../time/parse-date.ts';
import type { LocalDate } from '../time/zone.ts';

export interface OverviewRequest {
  readonly asked: Asked;
  /** Danish days, both included. */
  readonly from: LocalDate | undefined;
  readonly to: LocalDate | undefined;
  /** Past the citizen's blocks, this once. */
  readonly override?: Override;
}

const known = ['patient', 'from', 'to', 'override', 'override-reason'] as const;

/** @throws Fault 400 naming each parameter that is wrong */
export function parseOverviewParameters(body: unknown): OverviewRequest {
  const get = parseParameters(body, known);
  const override = parseOverride(get('override'), get('override-reason'));
  return checkOrder({
    ...(override !== undefined && { override }),
    asked: parsePatientParameter(get('patient')),
    from: dateOf('from', get('from')?.valueDate, get('from') !== undefined),
    to: dateOf('to', get('to')?.valueDate, get('to') !== undefined),
  });
}

/** @throws Fault 400 naming each parameter that is wrong */
export function parseOverviewQuery(citizenId: string, query: URLSearchParams): OverviewRequest {
  for (const name of query.keys()) {
    if (!['from', 'to', '_format', '_pretty'].includes(name))
      throw fault('value', 'The parameters are from and to', { expression: 'parameter' });
    if (query.getAll(name).length > 1) throw fault('value', 'Name each parameter once', { expression: name });
  }
  const date = (name: string) => dateOf(name, query.get(name) ?? undefined, query.has(name));
  return checkOrder({ asked: { citizenId }, from: date('from'), to: date('to') });
}

function dateOf(name: string, text: string | undefined, given: boolean): LocalDate | undefined {
  if (!given) return undefined;
  const date = text === undefined ? undefined : parseDate(text);
  if (date === undefined) throw fault('value', `Give ${name} as a day, YYYY-MM-DD`, { expression: name });
  return date;
}

function checkOrder(request: OverviewRequest): OverviewRequest {
  const { from, to } = request;
  if (from !== undefined && to !== undefined && to < from) throw fault('value', 'to is before from', { expression: 'to' });
  return request;
}
