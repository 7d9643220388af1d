import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Appointment } from '../../src/fhir/types.ts';
import { replacementFindings, replacePracticeContent } from '../../src/normalise/reason.ts';

/** Everything a practice may write that tells what an appointment is about, each time by the same word. */
const SECRET = 'klamydia';
const concept = { coding: [{ system: 'http://snomed.info/sct', code: SECRET, display: SECRET }], text: SECRET };
const extension = [{ url: `https://example.dk/${SECRET}`, valueString: SECRET }];

const sent: Appointment = JSON.parse(
  JSON.stringify({
    resourceType: 'Appointment',
    identifier: [{ system: 'https://laegerne.example.dk/aftale', value: '17', extension }],
    status: 'booked',
    text: { status: 'additional', div: `<div xmlns="http://www.w3.org/1999/xhtml">${SECRET}</div>` },
    meta: {
      security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R', display: SECRET }],
      tag: [{ code: SECRET }],
    },
    extension: [
      ...extension,
      { url: 'https://aftaledeling.dk/fhir/StructureDefinition/source-updated', valueInstant: '2026-03-01T10:00:00Z' },
      { url: 'https://aftaledeling.dk/fhir/StructureDefinition/changed', extension: [{ url: 'text', valueString: SECRET }] },
    ],
    modifierExtension: extension,
    serviceCategory: [
      { coding: [{ system: 'urn:oid:1.2.208.184.100.1', code: 'PractitionerAppointment', display: SECRET }], text: SECRET },
      { text: SECRET },
    ],
    serviceType: [concept],
    specialty: [concept],
    appointmentType: concept,
    reasonCode: [concept, concept],
    reasonReference: [{ reference: '#condition', display: SECRET }],
    description: SECRET,
    _description: { extension },
    supportingInformation: [{ display: SECRET }],
    start: '2026-03-04T10:15:00+01:00',
    _start: { extension },
    _end: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }, ...extension] },
    comment: SECRET,
    patientInstruction: SECRET,
    basedOn: [{ display: SECRET }],
    note: [{ text: SECRET }],
    participant: [
      { actor: { identifier: { system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' } }, status: 'accepted', extension },
      { type: [{ coding: [{ code: 'PPRF' }] }], actor: { reference: '#service' }, status: 'accepted', modifierExtension: extension },
      { actor: { reference: '#doctor', display: 'Lægen' }, status: 'accepted' },
      { actor: { reference: '#place' }, status: 'accepted' },
    ],
    contained: [
      {
        resourceType: 'HealthcareService',
        id: 'service',
        name: 'Lægerne i Skovby',
        telecom: [{ system: 'phone', value: '66114545', extension }],
        providedBy: { identifier: { system: 'urn:oid:1.2.208.176.1.4', value: '099998' } },
        type: [concept],
        specialty: [concept],
        category: [concept],
        comment: SECRET,
        extraDetails: SECRET,
        extension,
      },
      { resourceType: 'Location', id: 'place', name: 'Lokale 2', text: { status: 'generated', div: SECRET }, extension },
      { resourceType: 'Condition', id: 'condition', code: concept },
      { resourceType: 'Practitioner', id: 'doctor', qualification: [{ code: concept }] },
    ],
  }),
);

describe('replacePracticeContent (DESIGN §4.1, From a practice)', () => {
  it('leaves no word of what it is about, at any depth', () => {
    expect(JSON.stringify(replacePracticeContent(sent, 'general'))).not.toContain(SECRET);
  });

  it('keeps when, where, who and how', () => {
    expect(replacePracticeContent(sent, 'general')).toEqual({
      resourceType: 'Appointment',
      identifier: [{ system: 'https://laegerne.example.dk/aftale', value: '17' }],
      status: 'booked',
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
      extension: [{ url: 'https://aftaledeling.dk/fhir/StructureDefinition/source-updated', valueInstant: '2026-03-01T10:00:00Z' }],
      serviceCategory: [{ coding: [{ system: 'urn:oid:1.2.208.184.100.1', code: 'PractitionerAppointment' }] }],
      reasonCode: [{ text: 'Aftale hos praktiserende læge' }],
      start: '2026-03-04T10:15:00+01:00',
      _end: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] },
      participant: [
        { actor: { identifier: { system: 'urn:oid:1.2.208.176.1.2', value: '2512489996' } }, status: 'accepted' },
        { type: [{ coding: [{ code: 'PPRF' }] }], actor: { reference: '#service' }, status: 'accepted' },
        { actor: { display: 'Lægen' }, status: 'accepted' },
        { actor: { reference: '#place' }, status: 'accepted' },
      ],
      contained: [
        {
          resourceType: 'HealthcareService',
          id: 'service',
          name: 'Lægerne i Skovby',
          telecom: [{ system: 'phone', value: '66114545' }],
          providedBy: { identifier: { system: 'urn:oid:1.2.208.176.1.4', value: '099998' } },
        },
        { resourceType: 'Location', id: 'place', name: 'Lokale 2' },
      ],
    });
  });

  it('changes nothing in what it was given', () => {
    const before = structuredClone(sent);
    replacePracticeContent(sent, undefined);
    expect(sent).toEqual(before);
  });

  it.each([
    ['specialist', 'Kontrol', 'Aftale hos speciallæge'],
    ['general', 'Kontrol', 'Aftale hos praktiserende læge'],
    [undefined, 'Kontrol', 'Aftale hos praktiserende læge'],
    [undefined, 'Aftale hos speciallæge', 'Aftale hos speciallæge'],
    ['general', 'Speciallægekonsultation', 'Aftale hos speciallæge'],
    [undefined, 'Henvisning til speciallæge', 'Aftale hos praktiserende læge'],
  ] as const)('says of a practice of kind %s with the reason %j: %s', (practiceKind, reason, expected) => {
    expect(replacePracticeContent({ ...sent, reasonCode: [{ text: reason }] }, practiceKind).reasonCode).toEqual([{ text: expected }]);
  });

  it('makes of its own result the same again, so that a re-send is identical', () => {
    for (const kind of ['general', 'specialist', undefined] as const) {
      const once = replacePracticeContent(sent, kind);
      expect(replacePracticeContent(once, kind)).toEqual(once);
      expect(replacementFindings(once, replacePracticeContent(once, kind))).toEqual([]);
    }
  });

  it('tells the sender that something was replaced', () => {
    expect(replacementFindings(sent, replacePracticeContent(sent, 'general'))).toMatchObject([
      { severity: 'warning', rule: 'practice-replaced', expression: 'Appointment.reasonCode' },
    ]);
  });

  it('does as much for a body of any shape, since a refused one is kept too', () => {
    const elements = fc.dictionary(fc.constantFrom(...Object.keys(sent)), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(elements, (body) => {
        const replaced: unknown = replacePracticeContent(
          Object.assign(structuredClone(sent), body, { resourceType: 'Appointment' }),
          'general',
        );
        expect(Object.keys(replaced ?? {})).not.toEqual(expect.arrayContaining(['description']));
        expect(replaced).toHaveProperty('reasonCode', [{ text: 'Aftale hos praktiserende læge' }]);
      }),
      { numRuns: 200 },
    );
  });
});
