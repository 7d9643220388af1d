/** Runs the steps of a case against the service: what is sent, deleted and then shown, times in Danish wall time. */
import request from 'supertest';
import { EXT } from '../../src/fhir/extension.ts';
import type { Appointment, Extension, OperationOutcome } from '../../src/fhir/types.ts';
import { toInstant, toWall, type WallTime } from '../../src/time/zone.ts';
import { type Template, templateExtension } from '../expand/series-forms.ts';
import { appointment, own, SYSTEM } from '../support/appointment.ts';
import { at, numbered, ofReference, ofSeries, sourceUpdated, timeless } from '../support/family.ts';
import { people } from '../support/people.ts';
import { postOverview, putAppointment, type TestService } from '../support/service.ts';

export interface Step {
  /** Puts an appointment with this identifier. */
  readonly put?: string;
  /** `2026-10-14 09:00`; without it, a body without times, people and places. */
  readonly start?: string;
  readonly minutes?: number;
  readonly status?: Appointment['status'];
  readonly rrule?: string;
  readonly template?: Template;
  readonly longUrls?: boolean;
  readonly group?: string;
  /** The series it is an exception of, by identifier; with `byId` by the id it was given. */
  readonly of?: string;
  readonly byId?: boolean;
  readonly number?: number;
  readonly original?: string;
  readonly sourceUpdated?: string;
  readonly guided?: boolean;
  readonly place?: string;
  readonly performer?: string;
  /** The rules that the answer warns by, series' own apart. */
  readonly warned?: readonly string[];
  readonly delete?: string;
  readonly now?: string;
  /** Every occurrence in sight, as `tell` tells it. */
  readonly shown?: readonly string[];
}

export interface Case {
  readonly name: string;
  readonly now: string;
  readonly steps: readonly Step[];
}

export const instantOf = (local: string): string => toInstant(Date.parse(`${local.replace(' ', 'T')}:00Z`) as WallTime).toISOString();

const localOf = (instant: string): string => new Date(toWall(new Date(instant))).toISOString().slice(0, 16).replace('T', ' ');

/** What each identifier was last given. */
export const ids = new Map<string, string>();

export const { cpr } = people.nancy;

/** `expect` is handed in, so that a step that fails is told with its case. */
export async function take(service: TestService, headers: Record<string, string>, step: Step): Promise<unknown> {
  if (step.now !== undefined) return service.setNow(step.now);
  if (step.put !== undefined) return put(service, headers, step.put, step);
  if (step.delete !== undefined) {
    const { status } = await request(service.app)
      .delete('/fhir/Appointment')
      .query({ identifier: `${SYSTEM}|${step.delete}` })
      .set(headers);
    return status;
  }
  return seen(service);
}

/** What the step is to come to. */
export const expected = ({ put: sent, warned = [], delete: gone, shown }: Step): unknown => {
  if (sent !== undefined) return warned;
  return gone === undefined ? shown : 204;
};

async function put(service: TestService, headers: Record<string, string>, value: string, step: Step): Promise<string[]> {
  const asked = { ...headers, Prefer: 'return=OperationOutcome' };
  const { status, body, headers: answered } = await putAppointment(service, asked, bodyOf(value, step));
  if (status !== 200 && status !== 201) throw new Error(JSON.stringify(body));
  ids.set(value, /Appointment\/([^/]+)/.exec(answered['location'] ?? '')?.[1] ?? '');
  const codes = (body as OperationOutcome).issue.flatMap(({ details }) => details?.coding?.[0]?.code ?? []);
  return codes.filter((code) => /^(exception|series|source)-/.test(code));
}

export function bodyOf(value: string, step: Step): Appointment {
  const { start, minutes = 30, status = 'booked', place = 'Ambulatoriet, opgang 3', performer = 'Hjemmeplejen Nord' } = step;
  const extension = extensionsOf(step);
  const from = instantOf(start ?? '2026-01-01 00:00');
  const body = appointment(
    value,
    {
      status,
      start: from,
      end: new Date(Date.parse(from) + minutes * 60_000).toISOString(),
      ...(extension.length > 0 && { extension }),
      contained: [{ resourceType: 'Location', id: 'place', name: place }],
    },
    cpr,
  );
  const PPRF = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PPRF' }] };
  body.participant.push({
    type: [PPRF],
    status: 'accepted',
    actor: { identifier: { system: 'urn:oid:1.2.208.176.1.1', value: '325611000016006' }, display: performer },
  });
  return start === undefined ? ({ ...timeless(body), status } as Appointment) : body;
}

function extensionsOf({
  rrule,
  template,
  longUrls = false,
  group,
  of,
  byId,
  number,
  original,
  sourceUpdated: updated,
  guided,
}: Step): Extension[] {
  return [
    ...(rrule === undefined ? [] : [{ url: own('rrule'), valueString: rrule }]),
    ...(template === undefined ? [] : [templateExtension(template, { long: longUrls })]),
    ...(group === undefined ? [] : [{ url: own('series-group'), valueIdentifier: { system: SYSTEM, value: group } }]),
    ...(of === undefined ? [] : [byId === true ? ofReference({ reference: `Appointment/${ids.get(of)}` }) : ofSeries(of)]),
    ...(number === undefined ? [] : [numbered(number)]),
    ...(original === undefined ? [] : [at(instantOf(original))]),
    ...(updated === undefined ? [] : [sourceUpdated(instantOf(updated))]),
    ...(guided === true ? [{ url: own('guided-interval'), valueString: 'ca.' }] : []),
  ];
}

export async function seen(service: TestService): Promise<string[]> {
  const { body } = await postOverview(service, await service.citizen(cpr), { cpr }).expect(200);
  return (body.entry ?? []).map(({ resource }: { resource: Appointment }) => tell(resource));
}

/** `2026-10-29 13:00 30 | flyttet fra onsdag den 28. oktober kl. 9.00`: start, minutes, a status other than booked, what changed. */
function tell({ start, end, status, extension = [] }: Appointment): string {
  const minutes = (Date.parse(end ?? '') - Date.parse(start ?? '')) / 60_000;
  const changed = extension
    .filter(({ url }) => url === EXT.changed)
    .map((one) => one.extension?.find(({ url }) => url === 'text')?.valueString);
  return [[localOf(start ?? ''), minutes, ...(status === 'booked' ? [] : [status])].join(' '), ...changed].join(' | ');
}
