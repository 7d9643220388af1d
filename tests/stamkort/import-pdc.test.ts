import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { readPdc } from '../../src/pdc/read-pdc.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { ofType, postStamkort } from './cards.ts';
import { registerHeaders } from './registers.ts';

const document = (name: string): string => readFileSync(join(import.meta.dirname, '..', 'pdc', 'documents', name), 'utf8');

describe.each(engines)('$import-pdc on $engine', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(engine);
  });
  afterAll(() => service.close());

  const post = async (xml: string, headers: Record<string, string>) =>
    request(service.app).post('/fhir/$import-pdc').set(headers).set('Content-Type', 'text/xml').send(xml);

  const itemsOf = (body: { parameter: { name: string; part: { name: string; valueCode?: string }[] }[] }): string[][] =>
    body.parameter
      .filter(({ name }) => name === 'item')
      .map(({ part }) => part.filter(({ name }) => name !== 'id').map(({ valueCode = '' }) => valueCode));

  it('takes the items that were typed in, with who and when, and reports each', async () => {
    const xml = document('pdc-3.0.xml');
    const { status, body } = await post(xml, await registerHeaders(service, 'cpr'));
    expect(status).toBe(201);
    expect(itemsOf(body)).toEqual([
      ['general-practitioner', 'left-out', 'card-register-owned'],
      ['custody', 'left-out', 'card-register-owned'],
      ['name-and-address', 'left-out', 'card-register-owned'],
      ['coverage-group', 'left-out', 'card-register-owned'],
      ['organ-donor', 'left-out', 'card-register-owned'],
      ['treatment-will', 'left-out', 'card-register-owned'],
      ['living-will', 'left-out', 'card-register-owned'],
      ['resuscitation', 'left-out', 'card-register-owned'],
      ['language', 'stored'],
      ['temporary-address', 'stored'],
      ['dentist', 'stored'],
      ['contact', 'stored'],
      ['relative', 'stored'],
      ['relative', 'stored'],
    ]);
    const sent = readPdc(xml).items.filter(({ author }) => author.kind !== 'register');
    const back = await postStamkort(service, await service.professional(), { cpr: people.nancy.cpr, as: 'cda' });
    expect(readPdc(back.text).items.filter(({ author }) => author.kind !== 'register')).toEqual(sent);
  });

  it('meets no card that is there already', async () => {
    const { status, body } = await post(document('pdc-3.0.xml'), await registerHeaders(service, 'cpr'));
    expect([status, body.issue[0].details.coding[0].code]).toEqual([409, 'card-import-exists']);
  });

  it('leaves out what breaks a rule, and takes the rest', async () => {
    const xml = document('pdc-2.0-draft.xml');
    const { status, body } = await post(xml, await registerHeaders(service, 'cpr'));
    expect(status).toBe(201);
    expect(
      itemsOf(body)
        .filter(([, result]) => result === 'left-out')
        .map(([, , rule]) => rule),
    ).toEqual(expect.arrayContaining(['card-name', 'card-language', 'card-single']));
    const card = await postStamkort(service, await service.professional(), { cpr: people.bruno.cpr });
    expect(ofType(card.body, 'RelatedPerson')).toHaveLength(2);
  });

  it('is for the CPR register alone', async () => {
    const xml = document('pdc-3.0.xml');
    expect((await post(xml, await registerHeaders(service, 'fravalg'))).status).toBe(403);
    expect((await post(xml, await service.sender('municipal'))).status).toBe(403);
    expect((await post(xml, await service.citizen(people.nancy.cpr))).status).toBe(403);
    expect((await post('<Patient xmlns="http://hl7.org/fhir"/>', await registerHeaders(service, 'cpr'))).status).toBe(400);
  });
});
