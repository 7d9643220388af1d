import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validate } from '../../src/fhir/validate.ts';
import { readPdc } from '../../src/pdc/read-pdc.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { dentist, type Headers, ofType, postStamkort, relative, resuscitationOf, send, stateOf, temporary } from './cards.ts';
import { feedEverything } from './registers.ts';

describe.each(engines)('$stamkort on $engine', (engine) => {
  let service: TestService;
  let nancy: Headers;
  let nurse: Headers;

  beforeAll(async () => {
    service = await startTestService(engine);
    nancy = await service.citizen(people.nancy.cpr);
    nurse = await service.professional();
  });
  afterAll(() => service.close());

  it('answers of one of whom nothing is known: the number, what is missing, and that the opt-out is not known', async () => {
    const { status, body } = await postStamkort(service, nurse, { cpr: people.bruno.cpr });
    expect(status).toBe(200);
    expect(body).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
    expect(ofType(body, 'Patient')).toMatchObject([{ identifier: [{ use: 'official', value: people.bruno.cpr }] }]);
    expect(stateOf(body)).toBe('temp-unknown');
    const issues = ofType(body, 'OperationOutcome').flatMap(({ issue }) => issue);
    expect(issues).toEqual(expect.arrayContaining([expect.objectContaining({ severity: 'warning', code: 'incomplete' })]));
    expect(issues).toEqual(expect.arrayContaining([expect.objectContaining({ severity: 'information', code: 'suppressed' })]));
    expect(ofType(body, 'Flag')).toEqual([]);
    expect(validate(body)).toEqual([]);
  });

  it('gathers what registers and people entered, each with who and when', async () => {
    await feedEverything(service);
    expect((await send(service, 'post', '/fhir/RelatedPerson', nancy, relative())).status).toBe(201);
    expect((await send(service, 'post', '/fhir/CareTeam', nancy, dentist())).status).toBe(201);
    const { body: patient } = await send(
      service,
      'get',
      `/fhir/Patient/${service.deps.citizenIdOf({ system: 'urn:oid:1.2.208.176.1.2', value: people.nancy.cpr })}`,
      nancy,
    );
    const patch = [
      { op: 'add', path: '/telecom', value: [{ system: 'phone', value: '(0045)33112244-33112255-3010', use: 'work' }] },
      { op: 'add', path: '/address/-', value: temporary('Forskerparken 10') },
      {
        op: 'add',
        path: '/communication',
        value: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'de', display: 'Tysk' }] } }],
      },
    ];
    const patched = await send(service, 'patch', `/fhir/Patient/${patient.id}`, nancy, patch);
    expect([patched.status, patched.body.issue]).toEqual([200, undefined]);

    const { status, body } = await postStamkort(service, nurse, { cpr: people.nancy.cpr });
    expect(status).toBe(200);
    expect(validate(body)).toEqual([]);
    expect(body.entry.every(({ search }: { search?: unknown }) => search === undefined)).toBe(true);
    expect(ofType(body, 'Patient')).toMatchObject([
      {
        name: [{ use: 'official', family: 'Berggren', given: ['Nancy', 'Ann', 'Test'] }],
        gender: 'female',
        birthDate: '1948-12-25',
        telecom: [{ system: 'phone', value: '(0045)33112244-33112255-3010', use: 'work' }],
        address: [
          { use: 'home', postalCode: '3400' },
          { use: 'temp', line: ['Forskerparken 10'], period: { start: '2026-03-01', end: '2026-04-30' } },
        ],
        communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'de' }] }, preferred: true }],
      },
    ]);
    expect(ofType(body, 'RelatedPerson')).toHaveLength(2);
    expect(ofType(body, 'Coverage')).toMatchObject([{ class: [{ value: '1' }] }]);
    expect(ofType(body, 'Organization')).toMatchObject([{ name: 'Lægerne Nord & Søn' }]);
    expect(ofType(body, 'CareTeam')).toMatchObject([{ contained: [{ name: 'Tandklinikken Smil' }] }]);
    expect(stateOf(body)).toBe(false);
    expect(resuscitationOf(body).code.coding[0].system).toBe('http://snomed.info/sct');
    const registrations = ofType(body, 'Observation').filter((one) => one !== resuscitationOf(body));
    expect(registrations.map(({ code, valueBoolean }) => [code.coding[0].code, valueBoolean])).toEqual([
      ['OrganDonorRegistration', true],
      ['TreatmentWillRegistration', false],
      ['LivingWillRegistration', true],
    ]);
    const provenances = ofType(body, 'Provenance');
    expect(provenances).toHaveLength(13);
    const typed = provenances.filter(({ recorded }) => recorded !== undefined);
    expect(typed).toHaveLength(5);
    for (const { _recorded } of provenances.filter(({ recorded }) => recorded === undefined))
      expect(_recorded.extension).toEqual([{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }]);
    expect(typed.every(({ agent }) => agent[0].role[0].coding[0].code === 'EnteredCitizen')).toBe(true);
    // Each points at something that is there.
    const there = new Set(
      body.entry.map(({ resource }: { resource: { resourceType: string; id: string } }) => `${resource.resourceType}/${resource.id}`),
    );
    for (const { target } of provenances) for (const { reference } of target) expect(there).toContain(reference);
  });

  it('shows who registered as donor or made a will to professionals only, and says so', async () => {
    const { body } = await postStamkort(service, nancy);
    const registrations = ofType(body, 'Observation').filter((one) => one !== resuscitationOf(body));
    expect(registrations.map(({ dataAbsentReason }) => dataAbsentReason?.coding[0].code)).toEqual(['masked', 'masked', 'masked']);
    expect(
      ofType(body, 'OperationOutcome')
        .flatMap(({ issue }) => issue)
        .map(({ code }) => code),
    ).not.toContain('suppressed');
    expect(validate(body)).toEqual([]);
  });

  it('writes the same as a FHIR document with Danish words, and as PDC-DK 3.0', async () => {
    const { body } = await postStamkort(service, nurse, { cpr: people.nancy.cpr, as: 'document' });
    expect(validate(body)).toEqual([]);
    expect(body.type).toBe('document');
    const [composition] = ofType(body, 'Composition');
    expect(composition.section.map(({ title }: { title: string }) => title)).toEqual([
      'Egen læge',
      'Forældremyndighed over',
      'Borgerens navn og adresse',
      'Sygesikringsgruppe',
      'Registreret organdonor',
      'Registreret behandlingstestamente',
      'Registreret livstestamente',
      'Registreret fravalg af genoplivningsforsøg v. hjertestop',
      'Talt sprog, indtastet',
      'Midlertidig adresse, indtastet',
      'Tandlæge indtastet',
      'Kontaktoplysninger, indtastet',
      'Pårørende, indtastet',
      'Bemærkninger',
    ]);
    expect(JSON.stringify(composition)).toContain('Borger ønsker genoplivningsforsøg ved hjertestop');

    const cda = await postStamkort(service, nurse, { cpr: people.nancy.cpr, as: 'cda' });
    expect(cda.headers['content-type']).toMatch(/^text\/xml/);
    const { items, findings, version } = readPdc(cda.text);
    expect([version, findings]).toEqual(['3.0', []]);
    expect(items.map(({ content }) => content.kind)).toHaveLength(13);
  });

  it('writes one line for each look-up, in the language of the citizen', async () => {
    const { body } = await send(service, 'get', '/fhir/AuditEvent', nancy);
    const displays = body.entry.map(({ resource }: { resource: { subtype: { display: string }[] } }) => resource.subtype[0]?.display);
    expect(displays.filter((text: string) => text === 'Opslag i stamkortet')).toHaveLength(4);
  });

  it('refuses a parameter it does not know, and a citizen who asks about another', async () => {
    expect((await postStamkort(service, nurse, { cpr: people.nancy.cpr, as: 'pdf' })).status).toBe(400);
    expect((await postStamkort(service, nurse)).status).toBe(400);
    expect((await postStamkort(service, nancy, { cpr: people.bruno.cpr })).status).toBe(403);
    const { status } = await postStamkort(service, await service.professional({ purpose: 'HRESCH' }), { cpr: people.nancy.cpr });
    expect(status).toBe(403);
    expect((await postStamkort(service, await service.sender('municipal'), { cpr: people.nancy.cpr })).status).toBe(403);
  });

  it('gives single types by plain reads and searches, to the same readers', async () => {
    const { body } = await postStamkort(service, nurse, { cpr: people.nancy.cpr });
    for (const { resource } of body.entry) {
      const { resourceType, id } = resource;
      if (['OperationOutcome', 'Consent'].includes(resourceType)) continue;
      const read = await send(service, 'get', `/fhir/${resourceType}/${id}`, nurse);
      expect([resourceType, read.status]).toEqual([resourceType, 200]);
      expect(read.body).toEqual(resource);
      const other = await send(service, 'get', `/fhir/${resourceType}/${id}`, await service.citizen(people.bruno.cpr));
      expect(other.status).toBe(404);
    }
    const [patient] = ofType(body, 'Patient');
    const found = await send(service, 'get', `/fhir/RelatedPerson?patient=Patient/${patient.id}`, nurse);
    expect(ofType(found.body, 'RelatedPerson')).toHaveLength(2);
  });
});
