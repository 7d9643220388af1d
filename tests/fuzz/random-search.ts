/** Appointments and searches drawn at random, and a filter that knows nothing of SQL. */
import type { Appointment } from '../../src/fhir/types.ts';
import { toInstant, type WallTime } from '../../src/time/zone.ts';
import { citizen, own, SYSTEM } from '../support/appointment.ts';

/** Mulberry32: the same seed, the same search. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Draw = () => number;
const pick = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
const some = <T>(draw: Draw, list: readonly T[]): T[] => list.filter(() => draw() < 0.4);

const SOR = 'urn:oid:1.2.208.176.1.1';
const TYPES = 'http://example.org/types';
const sors = ['325431000016004', '359011000016003', '393421000016009'];
const codings = [
  { system: TYPES, code: 'wash' },
  { system: TYPES, code: 'train' },
  { system: 'http://example.org/others', code: 'wash' },
  { code: 'wash' },
];
const statuses = ['booked', 'booked', 'booked', 'arrived', 'checked-in', 'fulfilled', 'cancelled'] as const;
const ownStatuses = [...statuses, 'proposed', 'noshow', 'waitlist', 'pending', 'entered-in-error'] as const;
const participation = ['accepted', 'declined', 'tentative', 'needs-action'] as const;
const labels = [{ system: 'https://aftaledeling.dk/fhir/CodeSystem/label', code: 'time-only' }];
const tags = [{ system: 'http://example.org/tags', code: 'pilot' }, { code: 'loose' }];

const iso = (day: number, minute: number): string => new Date(Date.UTC(2026, 2, 2 + day, 6, minute)).toISOString().replace('.000Z', 'Z');

/** `n` appointments of the citizens, each with an identifier of its own. */
export function randomAppointments(draw: Draw, n: number, cprs: readonly string[]): Appointment[] {
  return Array.from({ length: n }, (_, index) => {
    // A quarter of them at Danish midnight, where days meet.
    const minute = draw() < 0.25 ? 17 * 60 : Math.floor(draw() * 40) * 30;
    const day = Math.floor(draw() * 20);
    const status = pick(draw, draw() < 0.2 ? ownStatuses : statuses);
    const types = some(draw, codings);
    const reasons = some(draw, codings);
    const location = {
      resourceType: 'Location' as const,
      id: 'place',
      name: 'Ambulatoriet',
      identifier: [{ system: SOR, value: pick(draw, sors) }],
    };
    const service = {
      resourceType: 'HealthcareService' as const,
      id: 'service',
      name: 'Hjemmeplejen',
      providedBy: { identifier: { system: SOR, value: pick(draw, sors) } },
    };
    const practitioner = {
      resourceType: 'Practitioner' as const,
      id: 'who',
      identifier: [{ system: 'urn:staff', value: pick(draw, ['1', '2']) }],
    };
    const parts = { place: draw() < 0.6, service: draw() < 0.5, who: draw() < 0.3, named: draw() < 0.3 };
    const contained = [...(parts.place ? [location] : []), ...(parts.service ? [service] : []), ...(parts.who ? [practitioner] : [])];
    const isTimeless = (status === 'proposed' || status === 'cancelled' || status === 'waitlist') && draw() < 0.3;
    const isSeries = !isTimeless && draw() < 0.15;
    return {
      resourceType: 'Appointment',
      ...(draw() < 0.3 && { meta: { ...(draw() < 0.5 && { security: labels }), tag: [pick(draw, tags)] } }),
      identifier: [
        { system: SYSTEM, value: `random-${index}` },
        ...(draw() < 0.2 ? [{ use: 'old' as const, system: 'urn:old', value: `old-${index % 7}` }] : []),
        ...(draw() < 0.2 ? [{ system: `${SYSTEM}/second`, value: `${index}` }] : []),
      ],
      status,
      ...(!isTimeless && { start: iso(day, minute), end: iso(day, minute + 30) }),
      ...(isSeries && { extension: [{ url: own('rrule'), valueString: pick(draw, ['FREQ=DAILY;COUNT=9', 'FREQ=WEEKLY']) }] }),
      ...(types.length > 0 && { serviceType: [{ coding: types }] }),
      ...(reasons.length > 0 && { reasonCode: reasons.map((coding) => ({ coding: [coding] })) }),
      ...(draw() < 0.4 && { appointmentType: { coding: [pick(draw, codings)] } }),
      ...(contained.length > 0 && { contained }),
      participant: [
        { ...citizen(pick(draw, cprs)), status: pick(draw, participation) },
        ...(parts.place ? [{ actor: { reference: '#place' }, status: pick(draw, participation) }] : []),
        ...(parts.service ? [{ type: pprf, actor: { reference: '#service' }, status: 'accepted' as const }] : []),
        ...(parts.who ? [{ actor: { reference: '#who' }, status: 'accepted' as const }] : []),
        ...(parts.named
          ? [
              {
                actor: { type: 'Location', identifier: { system: SOR, value: pick(draw, sors) }, display: 'Stedet' },
                status: 'accepted' as const,
              },
            ]
          : []),
      ],
    } as Appointment;
  });
}

const pprf = [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PPRF' }] }];

export type Query = readonly (readonly [string, string])[];

const tokenTexts = ['wash', 'train', `${TYPES}|wash`, '|wash', `${TYPES}|`, 'http://example.org/none|wash', 'nothing'];
const statusTexts = [...new Set(ownStatuses), 'http://hl7.org/fhir/appointmentstatus|booked', 'http://example.org|booked'];
const prefixes = ['', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'];

const listOf = (draw: Draw, texts: readonly string[]): string =>
  Array.from({ length: draw() < 0.3 ? 2 : 1 }, () => pick(draw, texts)).join();

/** One to three criteria; dates of each precision the standard has. */
export function randomQuery(draw: Draw, ids: readonly string[]): Query {
  const dates = () => {
    const day = String(1 + Math.floor(draw() * 28)).padStart(2, '0');
    const hour = String(Math.floor(draw() * 24)).padStart(2, '0');
    return pick(draw, ['2026', '2026-03', `2026-03-${day}`, `2026-03-${day}T${hour}:30+01:00`, `2026-03-${day}T${hour}:00:00Z`]);
  };
  const criteria: (() => readonly [string, string])[] = [
    () => ['date', `${pick(draw, prefixes)}${dates()}`],
    () => ['date', `${pick(draw, prefixes)}${dates()},${pick(draw, prefixes)}${dates()}`],
    () => ['_lastUpdated', `${pick(draw, prefixes)}${dates()}`],
    () => [pick(draw, ['status', 'status:not']), listOf(draw, statusTexts)],
    () => [pick(draw, ['service-type', 'reason-code', 'appointment-type']), listOf(draw, tokenTexts)],
    () => [pick(draw, ['service-type:not', 'reason-code:not', 'appointment-type:not']), listOf(draw, tokenTexts)],
    () => ['service-category', listOf(draw, ['MunicipalityAppointment', 'urn:oid:1.2.208.184.100.1|RegionalAppointment', 'none'])],
    () => [
      pick(draw, ['part-status', 'part-status:not']),
      listOf(draw, [...participation, 'http://hl7.org/fhir/participationstatus|accepted']),
    ],
    () => ['_tag', listOf(draw, ['pilot', '|loose', 'series', 'https://aftaledeling.dk/fhir/CodeSystem/kind|series', 'none'])],
    () => [
      'identifier',
      listOf(draw, [`${SYSTEM}|random-${Math.floor(draw() * 60)}`, 'random-3', 'urn:old|old-3', 'old-4', 'urn:old|', 'none']),
    ],
    () => [
      pick(draw, ['actor:identifier', 'location:identifier']),
      listOf(
        draw,
        sors.flatMap((sor) => [`${SOR}|${sor}`, sor]),
      ),
    ],
    () => ['practitioner:identifier', pick(draw, ['urn:staff|1', '2', `${SOR}|${sors[0]}`])],
    () => ['_id', Array.from({ length: 3 }, () => pick(draw, [...ids, 'no-such-id'])).join()],
  ];
  return Array.from({ length: 1 + Math.floor(draw() * 3) }, () => pick(draw, criteria)());
}

export const randomSort = (draw: Draw): string =>
  pick(draw, ['date', '-date', '_lastUpdated', '-_lastUpdated', '_lastUpdated,-date', '-date,_lastUpdated']);

type Node = Record<string, unknown>;
const nodes = (value: unknown): Node[] => (value === undefined ? [] : Array.isArray(value) ? value.flatMap(nodes) : [value as Node]);
const inside = (list: readonly Node[], name: string): Node[] => list.flatMap((node) => nodes(node[name]));

/** Whether a resource, as it was answered, meets every criterion. */
export const meets = (resource: Node, query: Query): boolean => query.every(([name, value]) => meetsOne(resource, name, value));

function meetsOne(resource: Node, fullName: string, value: string): boolean {
  const [name = '', modifier] = fullName.split(':');
  if (modifier === 'not') return !meetsOne(resource, name, value);
  return value.split(',').some((text) => meetsText(resource, name, modifier, text));
}

function meetsText(resource: Node, name: string, modifier: string | undefined, text: string): boolean {
  const root = [resource];
  switch (name) {
    case '_id':
      return resource['id'] === text;
    case 'date':
      return isIn(resource['start'], text);
    case '_lastUpdated':
      return isIn((resource['meta'] as Node)['lastUpdated'], text);
    case 'status':
      return isCode([{ system: 'http://hl7.org/fhir/appointmentstatus', code: resource['status'] }], text);
    case 'part-status':
      return isCode(
        inside(root, 'participant').map(({ status }) => ({ system: 'http://hl7.org/fhir/participationstatus', code: status })),
        text,
      );
    case 'service-type':
      return isCode(inside(inside(root, 'serviceType'), 'coding'), text);
    case 'service-category':
      return isCode(inside(inside(root, 'serviceCategory'), 'coding'), text);
    case 'reason-code':
      return isCode(inside(inside(root, 'reasonCode'), 'coding'), text);
    case 'appointment-type':
      return isCode(inside(inside(root, 'appointmentType'), 'coding'), text);
    case '_tag':
      return isCode(inside(inside(root, 'meta'), 'tag'), text);
    case 'identifier':
      return isCode(asCodes(inside(root, 'identifier')), text);
    default:
      return modifier === 'identifier' && actorsOf(resource, name).some((identifiers) => isCode(asCodes(identifiers), text));
  }
}

const asCodes = (identifiers: readonly Node[]): Node[] => identifiers.map(({ system, value }) => ({ system, code: value }));

function isCode(codes: readonly Node[], text: string): boolean {
  const bar = text.indexOf('|');
  const system = bar < 0 ? undefined : text.slice(0, bar);
  const code = bar < 0 ? text : text.slice(bar + 1);
  return codes.some(
    (one) =>
      (system === undefined || (system === '' ? one['system'] === undefined : one['system'] === system)) &&
      (code === '' || one['code'] === code),
  );
}

/** The identifiers of each actor that the parameter looks at. */
function actorsOf(resource: Node, name: string): Node[][] {
  const type = { practitioner: 'Practitioner', location: 'Location' }[name];
  return inside([resource], 'participant').flatMap((participant) => {
    const [actor] = nodes(participant['actor']);
    if (actor === undefined) return [];
    const contained = inside([resource], 'contained').find((one) => actor['reference'] === `#${one['id']}`);
    const typed = contained?.['resourceType'] ?? actor['type'] ?? /([A-Za-z]+)\/[^/]+$/.exec(String(actor['reference'] ?? ''))?.[1];
    if (type !== undefined && typed !== type) return [];
    const provider = inside(nodes(contained), 'providedBy');
    return [[...inside([actor], 'identifier'), ...inside(nodes(contained), 'identifier'), ...inside(provider, 'identifier')]];
  });
}

function isIn(value: unknown, text: string): boolean {
  if (typeof value !== 'string') return false;
  const at = Date.parse(value);
  const [, prefix = '', date = ''] = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.*)$/.exec(text) ?? [];
  const [from, until] = spanOf(date);
  switch (prefix) {
    case 'ne':
      return at < from || at >= until;
    case 'gt':
    case 'sa':
      return at >= until;
    case 'lt':
    case 'eb':
      return at < from;
    case 'ge':
      return at >= from;
    case 'le':
      return at < until;
    case 'ap':
      return at >= from - 86_400_000 && at < until + 86_400_000;
    default:
      return at >= from && at < until;
  }
}

/** By hand, in Danish wall time, where the service parses. */
function spanOf(text: string): [number, number] {
  if (text.includes('T')) {
    const from = Date.parse(text);
    return [from, from + (/T\d\d:\d\d:/.test(text) ? 1_000 : 60_000)];
  }
  const [year = 0, month, day] = text.split('-').map(Number);
  const danish = (y: number, m: number, d: number): number => toInstant(Date.UTC(y, m, d) as WallTime).getTime();
  if (month === undefined) return [danish(year, 0, 1), danish(year + 1, 0, 1)];
  if (day === undefined) return [danish(year, month - 1, 1), danish(year, month, 1)];
  return [danish(year, month - 1, day), danish(year, month - 1, day + 1)];
}

/** What is sorted by the keys, ties apart; a start that is not there comes last when rising. */
export function isSorted(resources: readonly Node[], sort: string): boolean {
  const keys = sort.split(',').map((key) => ({ key: key.replace('-', ''), sign: key.startsWith('-') ? -1 : 1 }));
  const keyOf = (resource: Node, key: string): number =>
    key === 'date'
      ? Date.parse(String(resource['start'] ?? '9999-12-31T00:00:00Z'))
      : Date.parse(String((resource['meta'] as Node)['lastUpdated']));
  const order = (a: Node, b: Node): number => {
    for (const { key, sign } of keys) {
      const difference = sign * (keyOf(a, key) - keyOf(b, key));
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return resources.every((resource, index) => index === 0 || order(resources[index - 1] as Node, resource) <= 0);
}
