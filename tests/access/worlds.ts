/**
 * Pairs of worlds that differ in nothing but what a caller may not know: two citizens with the same appointments, but for what is kept
 * from the caller. Whatever is asked, the answers must be the same.
 */
import { randomUUID } from 'node:crypto';
import { LABEL_RESTRICTED, LABEL_TIME_ONLY } from '../../src/derive/label.ts';
import type { Address, Appointment, Coding } from '../../src/fhir/types.ts';
import { appointment, citizen, own, SYSTEM, series } from '../support/appointment.ts';
import { at, exception, ofSeries } from '../support/family.ts';
import { people } from '../support/people.ts';
import { putAppointment, type TestService } from '../support/service.ts';
import { block, busyOnly, ofSector, postBlock } from './blocks.ts';

export interface World {
  readonly cpr: string;
  readonly patientId: string;
  /** By the names that requests know them by; of what is not in this world, an id that nothing has. */
  readonly ids: Readonly<Record<string, string>>;
}

/** What may not be known: all that differs. */
interface Secret {
  readonly reason: string;
  readonly place: string;
  readonly performerSor: string;
  readonly rule: string;
  readonly home: Address;
}

export const secrets: readonly [Secret, Secret] = [
  {
    reason: 'Hemmelig sårpleje',
    place: 'Psykiatrisk ambulatorium',
    performerSor: '325431000016004',
    rule: 'RRULE:FREQ=DAILY;COUNT=9',
    home: { line: ['Vestergade 17'], postalCode: '5800', city: 'Nyborg' },
  },
  {
    reason: 'Anden samtale',
    place: 'Genoptræning Syd',
    performerSor: '306861000016006',
    rule: 'RRULE:FREQ=DAILY;COUNT=9',
    home: { line: ['Skolegade 9'], postalCode: '5700', city: 'Svendborg' },
  },
];

/** Words of a secret, none of which may leave. */
export const wordsOf = ({ reason, place, home }: Secret): string[] => [reason, place, ...(home.line ?? [])];

const coded = (code: string): Coding => ({ system: 'https://sender.example/reasons', code });
const atHour = (day: string, hour: number) => ({ start: `2026-03-${day}T${hour}:00:00+01:00`, end: `2026-03-${day}T${hour}:45:00+01:00` });

function withSecret(
  { reason, place, performerSor }: Secret,
  code: string,
  changes: Partial<Appointment>,
  cpr: string,
): Partial<Appointment> {
  return {
    reasonCode: [{ text: reason, coding: [coded(code)] }],
    serviceType: [{ text: reason, coding: [coded(code)] }],
    contained: [
      { resourceType: 'Location', id: 'place', name: place, identifier: [{ system: 'https://sender.example/places', value: code }] },
    ],
    participant: [
      citizen(cpr),
      { actor: { reference: '#place' }, status: 'accepted' },
      {
        type: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'PPRF' }] }],
        actor: { identifier: { system: 'urn:oid:1.2.208.176.1.1', value: performerSor }, display: place },
        status: 'accepted',
      },
    ],
    ...changes,
  };
}

const municipal = (which: 0 | 1, name: string, cpr: string, more: Partial<Appointment> = {}): readonly Appointment[] => {
  const secret = secrets[which];
  const code = `code-${which}`;
  const say = (changes: Partial<Appointment>) => ({ ...withSecret(secret, code, changes, cpr), ...more });
  return [
    appointment(`single-${name}`, say(atHour('05', 10)), cpr),
    series(
      `series-${name}`,
      secret.rule,
      {
        ...say({ start: '2026-03-06T08:00:00+01:00', end: '2026-03-06T08:20:00+01:00' }),
        extension: [{ url: own('rrule'), valueString: secret.rule }],
      },
      cpr,
    ),
    exception(`moved-${name}`, [ofSeries(`series-${name}`), at('2026-03-08T07:00:00Z')], say(atHour('08', 14)), cpr),
    appointment(`cancelled-${name}`, say({ ...atHour('07', 11), status: 'cancelled' }), cpr),
  ];
};

const atHome = (which: 0 | 1, name: string, cpr: string): readonly Appointment[] => {
  const { home } = secrets[which];
  const meta = { security: [LABEL_RESTRICTED] };
  const [line = ''] = home.line ?? [];
  const location = (address: Address, words: object = {}) => ({
    contained: [{ resourceType: 'Location' as const, id: 'place', address, ...words }],
  });
  return [
    appointment(`visit-${name}`, { ...atHour('05', 10), ...location({ ...home, use: 'home' }), meta }, cpr),
    appointment(`address-${name}`, { ...atHour('06', 10), ...location(home, { name: 'Mødestedet' }) }, cpr),
    appointment(
      `words-${name}`,
      { ...atHour('07', 10), description: `Vi henter dig på ${line}`, patientInstruction: `Vent ved ${line}, 2. sal` },
      cpr,
    ),
    appointment(`reason-${name}`, { ...atHour('08', 10), reasonCode: [{ text: `Besøg (${line})` }] }, cpr),
  ];
};

const shared = (name: string, cpr: string): readonly Appointment[] => [
  appointment(`open-${name}`, { ...atHour('05', 12), reasonCode: [{ text: 'Røntgen', coding: [coded('open')] }] }, cpr),
  series(`open-series-${name}`, 'RRULE:FREQ=WEEKLY;COUNT=3', { start: '2026-03-09T09:00:00+01:00', end: '2026-03-09T09:30:00+01:00' }, cpr),
];

export const idNames = ['single', 'series', 'moved', 'cancelled', 'visit', 'address', 'words', 'reason', 'open', 'open-series'] as const;

export const scenarios = ['hidden', 'busy-only', 'time-only', 'protected home'] as const;
export type Scenario = (typeof scenarios)[number];

const names = ['nancy', 'bruno'] as const;

/** Both worlds of a scenario. The clock is moved so that nothing else tells them apart: the same writes at the same times. */
export async function makeWorlds(service: TestService, scenario: Scenario): Promise<[World, World]> {
  const senders = { municipal: await service.sender('municipal'), regional: await service.sender('regional') };
  const make = async (which: 0 | 1): Promise<World> => {
    const name = names[which];
    const { cpr } = people[name];
    const ids: Record<string, string> = {};
    let minute = 0;
    const send = async (sender: Record<string, string>, all: readonly Appointment[]) => {
      for (const one of all) {
        service.setNow(`2026-03-02T07:${String(minute++).padStart(2, '0')}:00Z`);
        const { body } = await putAppointment(service, sender, one).expect(201);
        ids[(one.identifier?.[0]?.value ?? '').replace(`-${name}`, '')] = body.id;
      }
    };
    await send(senders.regional, shared(name, cpr));
    const label = scenario === 'time-only' ? { meta: { security: [LABEL_TIME_ONLY] } } : {};
    if (scenario === 'protected home') await send(senders.municipal, atHome(which, name, cpr));
    else if (scenario !== 'hidden' || which === 0) await send(senders.municipal, municipal(which, name, cpr, label));
    service.setNow('2026-03-02T08:00:00Z');
    const provision = scenario === 'hidden' ? {} : scenario === 'busy-only' ? busyOnly : undefined;
    if (provision !== undefined) {
      await postBlock(service, await service.citizen(cpr), block(cpr, { ...provision, ...ofSector('MunicipalityAppointment') })).expect(
        201,
      );
    }
    const patientId = service.deps.citizenIdOf({ system: 'urn:oid:1.2.208.176.1.2', value: cpr });
    return { cpr, patientId, ids: Object.fromEntries(idNames.map((id) => [id, ids[id] ?? randomUUID()])) };
  };
  return [await make(0), await make(1)];
}

/** A text of an answer with what names the citizen and the ids of its world taken out, ids by the order in which they appear. */
export function withoutNames(text: string, { cpr }: World): string {
  const seen: string[] = [];
  return text
    .replaceAll(cpr, 'CPR')
    .replaceAll(/nancy|bruno/g, 'NAME')
    .replaceAll(/(_cursor=)[^"&]+/g, '$1*')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      if (!seen.includes(id)) seen.push(id);
      return `#${seen.indexOf(id)}`;
    });
}

export const systems = { appointment: SYSTEM, reason: 'https://sender.example/reasons', place: 'https://sender.example/places' };
