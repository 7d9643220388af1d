import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readApd } from '../../src/apd/read-apd.ts';
import { BASE } from '../../src/fhir/base.ts';
import { EXT, findExtension } from '../../src/fhir/extension.ts';
import { Fault } from '../../src/fhir/fault.ts';
import type { Appointment, HealthcareService, Location } from '../../src/fhir/types.ts';
import { validate } from '../../src/fhir/validate.ts';
import { toWall } from '../../src/time/zone.ts';
import { csvToAppointments } from './csv-to-appointment.ts';
import { countExamples, describeWithExamples, readExample } from './examples.ts';

interface Organisation {
  name?: string;
  id?: string;
  phone?: string;
}

interface Edit {
  find: string;
  put: string;
  /** Each place, not the first alone. */
  all?: boolean;
}

const profile = { type: 'Appointment', profile: `${BASE}/StructureDefinition/SharedAppointment` };

const here = import.meta.dirname;
const cases = <Case>(name: string): Case[] => JSON.parse(readFileSync(join(here, 'cases', name), 'utf8'));
const document = (file: string): string => readFileSync(join(here, 'documents', file), 'utf8');
const base = document('municipality-home-window.xml');
const edited = ({ find, put, all }: Edit): string => base.replace(new RegExp(find, all ? 'g' : ''), put);

const local = (instant: string | undefined): string | null =>
  instant === undefined ? null : new Date(toWall(new Date(instant))).toISOString().slice(0, 16).replace('T', ' ');

const find = <T>(appointment: Appointment, resourceType: string, id: string): T | undefined =>
  appointment.contained?.find((resource) => resource.resourceType === resourceType && resource.id === id) as T | undefined;

const organisation = (service: HealthcareService | undefined): Organisation | undefined =>
  service && dropUndefined({ name: service.name, id: service.providedBy?.identifier?.value, phone: service.telecom?.[0]?.value });

const dropUndefined = (record: object): object => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((found, key) => (found as Record<string, unknown> | undefined)?.[key], value);

function summary(appointment: Appointment): object {
  const place = find<Location>(appointment, 'Location', 'place');
  const reason = appointment.reasonCode?.[0];
  const group = findExtension(appointment, EXT.seriesGroup)?.valueIdentifier?.value;
  return dropUndefined({
    citizen: appointment.participant[0]?.actor?.identifier?.value,
    start: local(appointment.start),
    end: local(appointment.end),
    category: appointment.serviceCategory?.[0]?.coding?.[0]?.code,
    place: dropUndefined({
      name: place?.name,
      type: place?.type?.[0]?.coding?.[0]?.code,
      use: place?.address?.use,
      id: place?.identifier?.[0]?.value,
      line: place?.address?.line,
      phone: place?.telecom?.[0]?.value,
    }),
    performer: organisation(find(appointment, 'HealthcareService', 'performer')),
    requester: organisation(find(appointment, 'HealthcareService', 'requester')),
    reason: reason && dropUndefined({ text: reason.text, system: reason.coding?.[0]?.system, code: reason.coding?.[0]?.code }),
    guided: findExtension(appointment, EXT.guidedInterval)?.valueString,
    group: group === appointment.identifier?.[0]?.value && group !== undefined ? 'own' : group,
    security: appointment.meta?.security?.[0]?.code,
  });
}

describe('readApd', () => {
  const own = cases<{ file: string; paragraph: string; findings: string[] } & Record<string, unknown>>('documents.json');

  it.each(own)('reads $file ($paragraph)', ({ file, paragraph: _paragraph, findings, ...expected }) => {
    const { appointment, findings: found } = readApd(document(file));
    expect(summary(appointment)).toEqual(expected);
    expect(found.map(({ rule }) => rule)).toEqual(findings);
  });

  it('has a row for each of our documents', () => {
    expect(own.map(({ file }) => file).sort()).toEqual(readdirSync(join(here, 'documents')).sort());
  });

  it.each(own)('makes of $file an appointment that our profile takes', ({ file }) => {
    expect(validate(readApd(document(file)).appointment, profile)).toEqual([]);
  });

  it('keeps the document time as source-updated, and gives each participant a status', () => {
    const { appointment, documentTime } = readApd(base);
    expect(documentTime).toBe('2026-02-20T08:15:00+01:00');
    expect(findExtension(appointment, EXT.sourceUpdated)?.valueInstant).toBe(documentTime);
    expect(appointment.participant.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
  });

  it('says that an unknown end is unknown', () => {
    const { appointment } = readApd(document('region-day.xml'));
    expect(appointment).not.toHaveProperty('end');
    expect(appointment._end).toEqual({ extension: [{ url: EXT.dataAbsentReason, valueCode: 'unknown' }] });
  });

  it('leaves title, narrative and the names of citizen and staff behind', () => {
    for (const { file } of own)
      expect(JSON.stringify(readApd(document(file)).appointment)).not.toMatch(/Aftale for|Fortællende|Berggren|Moberg|Mette|Eksempel"/);
  });

  it.each(cases<Edit & { what: string; at: string; is: unknown; findings: string[] }>('tolerated.json'))('takes $what', (row) => {
    const { appointment, findings } = readApd(edited(row));
    expect(at(appointment, row.at)).toEqual(row.is);
    expect(findings.map(({ rule }) => rule)).toEqual(row.findings);
  });

  it.each(cases<Edit & { because: string; code: string; rule: string; expression: string }>('refused.json'))(
    'refuses where $because',
    (row) => {
      expect(edited(row)).not.toBe(base);
      expect(refusal(edited(row))).toMatchObject({
        status: 400,
        issues: [{ severity: 'error', code: row.code, rule: row.rule, expression: row.expression }],
      });
    },
  );

  it('names all that is wrong at once', () => {
    const broken = base.replace(/<id root="1.2.208.176.1.2" [^>]*>/, '').replaceAll(/<low [^>]*>/g, '');
    expect(refusal(broken)?.issues.map(({ rule }) => rule)).toEqual(['apd-citizen', 'apd-start']);
  });

  it('reads no CDA from a body that is FHIR', () => {
    expect(refusal('<Appointment xmlns="http://hl7.org/fhir"/>')).toMatchObject({ status: 400, issues: [{ rule: 'apd-document' }] });
  });

  it('either refuses a document with one element gone, by name, or reads the same appointment of the same citizen', () => {
    const elements = own.flatMap(({ file }) => spans(document(file)).map((span) => ({ file, span })));
    fc.assert(
      fc.property(fc.constantFrom(...elements), ({ file, span: [from, to] }) => {
        const whole = document(file);
        const rest = whole.slice(0, from) + whole.slice(to);
        const fault = refusal(rest);
        if (fault !== undefined)
          expect(fault.issues.every(({ rule, expression }) => rule?.startsWith('apd-') && expression !== undefined)).toBe(true);
        else expect(identity(rest)).toEqual(identity(whole));
      }),
      { numRuns: 300 },
    );
  });

  it('never throws anything but a Fault of 400, and never repeats the body', () => {
    const noise = fc.tuple(
      fc.nat(base.length),
      fc.string({ maxLength: 12, unit: fc.constantFrom('<', '>', '/', '"', '&', ';', 'é', '0', '+', ' ') }),
    );
    fc.assert(
      fc.property(noise, ([position, put]) => {
        const fault = refusal(base.slice(0, position) + put + base.slice(position + put.length));
        if (fault !== undefined) {
          expect(fault.status).toBe(400);
          // The text shows how a time is written, by one of its own.
          expect(fault.message.replaceAll('20260304101500+0100', '')).not.toMatch(/\d{6}|Nancy|Nord/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describeWithExamples('the published documents', () => {
  const published = cases<{
    file: string;
    start: string;
    end: string | null;
    category?: string;
    place: 'home' | 'unit';
    requester?: true;
    guided?: true;
    group?: true;
    snomed?: string;
    findings: string[];
  }>('published.json');

  it('has a row for each of the 18', () => {
    expect(published).toHaveLength(countExamples('apd', '.xml'));
  });

  it.each(published)('reads $file', ({ file, findings, ...expected }) => {
    const xml = readExample('apd', file);
    const { appointment, findings: found } = readApd(xml);
    const place = find<Location>(appointment, 'Location', 'place');
    const coding = appointment.reasonCode?.[0]?.coding?.[0];
    const isThere = (value: unknown): true | undefined => (value === undefined ? undefined : true);
    expect(
      dropUndefined({
        start: local(appointment.start),
        end: local(appointment.end),
        category: appointment.serviceCategory?.[0]?.coding?.[0]?.code,
        place: place?.type?.[0]?.coding?.[0]?.code === 'PTRES' ? 'home' : 'unit',
        requester: isThere(find(appointment, 'HealthcareService', 'requester')),
        guided: isThere(findExtension(appointment, EXT.guidedInterval)),
        group: isThere(findExtension(appointment, EXT.seriesGroup)),
        snomed: coding?.system === 'http://snomed.info/sct' ? coding.code : undefined,
      }),
    ).toEqual(expected);
    expect(found.map(({ rule }) => rule)).toEqual(findings);
    // Rule 9ac6: the title holds the citizen's number; we read it from recordTarget.
    expect(appointment.participant[0]?.actor?.identifier?.value).toBe(/<title>Aftale for (\d{10})</.exec(xml)?.[1]);
    expect(find<HealthcareService>(appointment, 'HealthcareService', 'performer')).toMatchObject({
      name: expect.anything(),
      telecom: expect.anything(),
    });
    expect(place).toMatchObject({ name: expect.anything() });
    expect(found.map((issue) => issue.text).join()).not.toMatch(/\d{10}/);
    expect(validate(appointment, profile)).toEqual([]);
  });

  it('keeps the ten rows of the CSV file apart, as the same six citizens', () => {
    const rows = cases<{ citizen: string; start: string; end: string; uuid: boolean }>('csv.json');
    const appointments = csvToAppointments(readExample('apd', 'aftaledeling__sds2681'));
    const letters = new Map<string | undefined, string>();
    const letterOf = (appointment: Appointment): string | undefined => {
      const cpr = appointment.participant[0]?.actor?.identifier?.value;
      if (!letters.has(cpr)) letters.set(cpr, String.fromCharCode(65 + letters.size));
      return letters.get(cpr);
    };
    expect(
      appointments.map((appointment) => ({
        citizen: letterOf(appointment),
        start: local(appointment.start),
        end: local(appointment.end),
        uuid: /^[\da-f-]{36}$/.test(appointment.identifier?.[0]?.value ?? ''),
      })),
    ).toEqual(rows);
    expect(appointments[1]?.reasonCode?.[0]?.text).not.toMatch(/\t|active/);
  });
});

function refusal(xml: string): Fault | undefined {
  try {
    readApd(xml);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
}

const identity = (xml: string): unknown => {
  const { appointment } = readApd(xml);
  return [appointment.participant[0]?.actor?.identifier, appointment.identifier?.[0]];
};

/** Where each element of a document begins and ends. */
function spans(xml: string): [number, number][] {
  const open: number[] = [];
  const found: [number, number][] = [];
  for (const tag of xml.matchAll(/<(\/?)[A-Za-z][^>]*?(\/?)>/g)) {
    const end = tag.index + tag[0].length;
    if (tag[1] === '/') found.push([open.pop() ?? 0, end]);
    else if (tag[2] === '/') found.push([tag.index, end]);
    else open.push(tag.index);
  }
  return found.filter(([from]) => !xml.startsWith('<ClinicalDocument', from));
}
