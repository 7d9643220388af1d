import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { validate } from '../../src/fhir/validate.ts';
import { appointment } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';
import { dentist, type Headers, ofType, postStamkort, relative, send, temporary } from './cards.ts';
import { feed, feedEverything, person } from './registers.ts';

const RESTRICTED = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }];
/** Stands in every place that could tell where the citizen is. */
const PLACES = ['Testgrusgraven', 'Forskerparken', 'Søndergade 1', 'Torvet 4', 'Har nøgle', 'Hillerød', 'Millinge', 'Nivå'];

describe.each(engines)('a protected address on $engine', (engine) => {
  let service: TestService;
  let nancy: Headers;
  let nurse: Headers;
  let proxy: Headers;

  const ask = async (headers: Headers, as?: string) =>
    postStamkort(service, headers, { cpr: people.nancy.cpr, ...(as !== undefined && { as }) });

  beforeAll(async () => {
    service = await startTestService(engine);
    nancy = await service.citizen(people.nancy.cpr);
    nurse = await service.professional();
    const actFor = { cpr: people.nancy.cpr, relation: 'power-of-attorney' };
    proxy = { Authorization: `Bearer ${await service.token({ role: 'citizen', cpr: people.max.cpr, actFor })}` };
    await feedEverything(service);
    const { body } = await ask(nancy);
    const patch = [{ op: 'add', path: '/address/-', value: temporary('Forskerparken 10') }];
    await send(service, 'patch', `/fhir/Patient/${ofType(body, 'Patient')[0].id}`, nancy, patch);
    await send(service, 'post', '/fhir/RelatedPerson', nancy, relative());
    await send(service, 'post', '/fhir/CareTeam', nancy, dentist());
    await feed(service, 'cpr', person(people.nancy.cpr, { meta: { security: RESTRICTED } }));
  });
  afterAll(() => service.close());

  it.each(['collection', 'document', 'cda'])('leaves in no part of a %s, but for the citizen', async (as) => {
    for (const headers of [nurse, proxy]) {
      const { text, status } = await ask(headers, as);
      expect(status).toBe(200);
      for (const place of PLACES) expect(text).not.toContain(place);
    }
    const { text } = await ask(nancy, as);
    for (const place of PLACES) expect(text).toContain(place);
  });

  it('is not in the override of a professional either, nor in a plain read or search', async () => {
    const more = [
      { name: 'override', valueCode: 'emergency' },
      { name: 'override-reason', valueString: 'Faldet om' },
    ];
    const { text, body } = await postStamkort(service, nurse, { cpr: people.nancy.cpr, more });
    for (const place of PLACES) expect(text).not.toContain(place);
    for (const { resource } of body.entry) {
      if (['OperationOutcome', 'Consent'].includes(resource.resourceType)) continue;
      const read = await send(service, 'get', `/fhir/${resource.resourceType}/${resource.id}`, nurse);
      for (const place of PLACES) expect(read.text).not.toContain(place);
    }
  });

  it('is a mark, and the whole card is labelled R', async () => {
    const { body } = await ask(nurse);
    expect(validate(body)).toEqual([]);
    const mark = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' }] };
    expect(ofType(body, 'Patient')[0].address).toEqual([
      { ...mark, use: 'home' },
      { ...mark, use: 'temp' },
    ]);
    expect(body.meta.security[0].code).toBe('R');
    for (const { resource } of body.entry) {
      if (['OperationOutcome', 'Provenance'].includes(resource.resourceType)) continue;
      expect([resource.resourceType, resource.meta.security[0].code]).toEqual([resource.resourceType, 'R']);
    }
    const { text } = await ask(nurse, 'cda');
    expect(text).toContain('extension="ConfAddr"');
  });

  it('stays what it was when somebody who may not see it changes the rest', async () => {
    const { body } = await ask(nurse);
    const [kirsten] = ofType(body, 'RelatedPerson').filter(({ name }) => name[0].text === 'Kirsten Test Berggren');
    await send(service, 'put', `/fhir/RelatedPerson/${kirsten.id}`, nurse, {
      ...kirsten,
      telecom: [{ system: 'phone', value: '12121212' }],
    });
    const [patient] = ofType(body, 'Patient');
    const put = await send(service, 'put', `/fhir/Patient/${patient.id}`, nurse, {
      ...patient,
      telecom: [{ system: 'phone', value: '34343434' }],
    });
    expect(put.status).toBe(200);
    const own = (await ask(nancy)).text;
    for (const place of ['Forskerparken', 'Har nøgle', '12121212', '34343434']) expect(own).toContain(place);
  });

  it('leaves in no appointment either: at the register’s address, it is at home', async () => {
    const sender = await service.sender('regional');
    const place = {
      resourceType: 'Location' as const,
      id: 'place',
      name: 'Testgrusgraven 3',
      address: { line: ['Testgrusgraven 3, 3. tv'], postalCode: '3400', city: 'Hillerød' },
    };
    await putAppointment(service, sender, appointment('at-home', { contained: [place] })).expect(201);
    const { text, body } = await postOverview(service, nurse, { cpr: people.nancy.cpr });
    expect(body.total).toBe(1);
    expect(text).not.toContain('Testgrusgraven');
    expect(text).toContain('I dit hjem');
    await feed(service, 'cpr', person());
    expect((await postOverview(service, nurse, { cpr: people.nancy.cpr })).text).toContain('Testgrusgraven');
  });

  it('is protected too while an appointment says so', async () => {
    await feed(service, 'cpr', person());
    expect((await ask(nurse)).text).toContain('Testgrusgraven');
    await putAppointment(service, await service.sender('municipal'), appointment('protected', { meta: { security: RESTRICTED } }));
    expect((await ask(nurse)).text).not.toContain('Testgrusgraven');
  });
});
