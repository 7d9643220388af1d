/** What the service says of itself is what it does: each claim is tried, and nothing is there that is not told. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CapabilityStatement, CapabilityStatementRestResource } from '@medplum/fhirtypes';
import request from 'supertest';
import { surface } from '../../src/fhir/surface.ts';
import { validate } from '../../src/fhir/validate.ts';
import { dentist, relative } from '../stamkort/cards.ts';
import { coverage, custody, person, registration, surgery } from '../stamkort/registers.ts';
import { appointment, SYSTEM } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { routesOf } from '../support/routes-of.ts';
import { FHIR_JSON, startTestService, type TestService } from '../support/service.ts';

type Headers = Record<string, string>;

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

const [engine] = engines;
if (engine === undefined) throw new Error('no engine');

const block = {
  resourceType: 'Consent',
  status: 'active',
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { identifier: { system: 'urn:oid:1.2.208.176.1.2', value: people.nancy.cpr } },
  policy: [{ uri: 'https://aftaledeling.dk/fhir/policy/spaerring' }],
  provision: { provision: [{ type: 'deny' }] },
};

/** The pages for people are no part of it. */
const callsOf = ({ router }: TestService): string[] =>
  routesOf(router).filter((call) => / \/(?:fhir(?:\/|$)|development\/|(?:openapi\.json|livez|readyz|metrics)$)/.test(call));

describe('the surface', () => {
  let service: TestService;
  let sender: Headers;
  let citizen: Headers;
  let capabilities: CapabilityStatement;
  beforeAll(async () => {
    service = await startTestService(engine);
    sender = await service.sender('municipal');
    citizen = await service.citizen(people.nancy.cpr);
    capabilities = (await request(service.app).get('/fhir/metadata').expect(200)).body;
  });
  afterAll(() => service?.close());

  const call = (method: Method, path: string, headers: Headers = {}, body?: unknown, type = FHIR_JSON) => {
    const sent = request(service.app)[method](`/fhir${path}`).set(headers);
    return body === undefined ? sent : sent.set('Content-Type', type).send(typeof body === 'string' ? body : JSON.stringify(body));
  };
  let named = 0;
  /** An appointment of its own for each thing tried. */
  const made = async (): Promise<{ id: string; value: string; body: object }> => {
    named += 1;
    const value = `surface-${named}`;
    const { body } = await call('post', '/Appointment', sender, appointment(value)).expect(201);
    return { id: body.id, value, body };
  };
  const consent = async (): Promise<string> => (await call('post', '/Consent', citizen, block).expect(201)).body.id;
  const patientId = (): string => service.deps.citizenIdOf({ system: 'urn:oid:1.2.208.176.1.2', value: people.nancy.cpr });

  const fed = (type: string, item: { identifier: { system: string; value: string }[] }) => {
    const path = `/${type}?identifier=${encodeURIComponent(`${item.identifier[0]?.system}|${item.identifier[0]?.value}`)}`;
    return {
      put: async (register: 'cpr' | 'sygesikring' | 'organdonor' | 'fravalg') => call('put', path, await registerOf(register), item),
      take: async (register: 'cpr' | 'sygesikring' | 'organdonor' | 'fravalg') =>
        call('delete', path, await registerOf(register)).expect(204),
    };
  };
  const registerOf = async (register: string): Promise<Headers> => ({
    Authorization: `Bearer ${await service.token({ role: 'register', register })}`,
  });
  const feeds = {
    Patient: ['cpr', person()],
    RelatedPerson: ['cpr', custody()],
    Coverage: ['sygesikring', coverage()],
    Observation: ['organdonor', registration('OrganDonorRegistration', true)],
  } as const;
  const entered = {
    RelatedPerson: relative(),
    CareTeam: dentist(),
  } as const;
  const enter = async (type: keyof typeof entered): Promise<{ id: string; body: object }> => {
    // A citizen has one dentist.
    const before = type === 'CareTeam' ? (await call('get', '/CareTeam', citizen).expect(200)).body : {};
    for (const { resource } of before.entry ?? []) await call('delete', `/CareTeam/${resource.id}`, citizen).expect(204);
    const { body } = await call('post', `/${type}`, citizen, entered[type]).expect(201);
    return { id: body.id, body };
  };
  const everything = async (): Promise<void> => {
    for (const [type, [register, item]] of Object.entries(feeds)) expect((await fed(type, item).put(register)).status).toBeLessThan(300);
    expect((await fed('Patient', surgery()).put('cpr')).status).toBeLessThan(500);
  };
  const first = async (type: string): Promise<string | undefined> => {
    await everything();
    const { body } = await call('get', `/${type}`, citizen).expect(200);
    return body.entry?.[0]?.resource.id;
  };
  /** How what is claimed of the card's types is tried. */
  const cardInteractions: Record<string, () => Promise<unknown>> = {
    'Patient update': async () => {
      await everything();
      const { body } = await call('get', `/Patient/${patientId()}`, citizen).expect(200);
      await call('put', `/Patient/${patientId()}`, citizen, body).expect(200);
    },
    'Patient patch': async () => {
      await everything();
      const patch = [{ op: 'add', path: '/telecom', value: [{ system: 'phone', value: '70 10 00 99', use: 'mobile' }] }];
      await call('patch', `/Patient/${patientId()}`, citizen, patch, 'application/json-patch+json').expect(200);
    },
    'Patient delete': async () => fed('Patient', person()).take('cpr'),
    'Coverage update': async () => expect((await fed('Coverage', coverage()).put('sygesikring')).status).toBeLessThan(300),
    'Coverage delete': async () => fed('Coverage', coverage()).take('sygesikring'),
    'Observation update': async () => expect((await fed('Observation', feeds.Observation[1]).put('organdonor')).status).toBeLessThan(300),
    'Observation delete': async () => fed('Observation', feeds.Observation[1]).take('organdonor'),
    ...Object.fromEntries(
      (['RelatedPerson', 'CareTeam'] as const).flatMap((type) => [
        [`${type} create`, () => enter(type)],
        [
          `${type} update`,
          async () => {
            const { id, body } = await enter(type);
            await call('put', `/${type}/${id}`, citizen, body).expect(200);
          },
        ],
        [
          `${type} patch`,
          async () => {
            const { id } = await enter(type);
            const patch = [{ op: 'test', path: '/id', value: id }];
            await call('patch', `/${type}/${id}`, citizen, patch, 'application/json-patch+json').expect(200);
          },
        ],
        [`${type} delete`, async () => call('delete', `/${type}/${(await enter(type)).id}`, citizen).expect(204)],
      ]),
    ),
    ...Object.fromEntries(
      ['RelatedPerson', 'CareTeam', 'Coverage', 'Organization', 'Observation', 'Flag', 'Provenance'].flatMap((type) => [
        [`${type} search-type`, () => call('get', `/${type}`, citizen).expect(200)],
        [
          `${type} read`,
          async () => {
            const id = await first(type);
            if (id === undefined) await call('get', `/${type}/00000000-0000-4000-8000-000000000000`, citizen).expect(404);
            else await call('get', `/${type}/${id}`, citizen).expect(200);
          },
        ],
      ]),
    ),
  };

  const admin = async (): Promise<Headers> => ({ Authorization: `Bearer ${await service.token({ role: 'admin' })}` });
  const sendingRegion = {
    resourceType: 'Organization',
    type: [{ coding: [{ system: 'https://aftaledeling.dk/fhir/CodeSystem/sender-kind', code: 'regional' }] }],
    name: 'Region Sjælland',
  };
  const systemOf = (id: string) => ({
    resourceType: 'Device',
    manufacturer: 'Epic',
    deviceName: [{ name: 'Sundhedsplatformen', type: 'user-friendly-name' }],
    owner: { reference: `Organization/${id}` },
  });
  const enterSender = async (): Promise<string> => (await call('post', '/Organization', await admin(), sendingRegion).expect(201)).body.id;
  const enterSystem = async (): Promise<string> => {
    const id = await enterSender();
    await call('post', '/Device', await admin(), systemOf(id)).expect(201);
    return id;
  };
  /** Of the registry; reading and searching organisations is tried with the card. */
  const registryInteractions: Record<string, () => Promise<unknown>> = {
    'Organization create': enterSender,
    'Organization update': async () => call('put', `/Organization/${await enterSender()}`, await admin(), sendingRegion).expect(200),
    'Organization delete': async () => call('delete', `/Organization/${await enterSender()}`, await admin()).expect(204),
    'Organization vread': async () => call('get', `/Organization/${await enterSender()}/_history/1`, await admin()).expect(200),
    'Organization history-instance': async () => call('get', `/Organization/${await enterSender()}/_history`, await admin()).expect(200),
    'Device create': enterSystem,
    'Device read': async () => call('get', `/Device/${await enterSystem()}`, await admin()).expect(200),
    'Device update': async () => {
      const id = await enterSystem();
      await call('put', `/Device/${id}`, await admin(), systemOf(id)).expect(200);
    },
    'Device delete': async () => call('delete', `/Device/${await enterSystem()}`, await admin()).expect(204),
    'Device vread': async () => call('get', `/Device/${await enterSystem()}/_history/2`, await admin()).expect(200),
    'Device history-instance': async () => call('get', `/Device/${await enterSystem()}/_history`, await admin()).expect(200),
    'Device search-type': async () => call('get', '/Device', await admin()).expect(200),
  };

  /** How each interaction that is claimed of a type is tried. */
  const interactions: Record<string, () => Promise<unknown>> = {
    'Appointment create': made,
    'Appointment read': async () => call('get', `/Appointment/${(await made()).id}`, sender).expect(200),
    'Appointment vread': async () => call('get', `/Appointment/${(await made()).id}/_history/1`, sender).expect(200),
    'Appointment history-instance': async () => call('get', `/Appointment/${(await made()).id}/_history`, sender).expect(200),
    'Appointment update': async () => {
      const { id, body } = await made();
      await call('put', `/Appointment/${id}`, sender, { ...body, priority: 1 }).expect(200);
    },
    'Appointment patch': async () => {
      const patch = [{ op: 'add', path: '/priority', value: 1 }];
      await call('patch', `/Appointment/${(await made()).id}`, sender, patch, 'application/json-patch+json').expect(200);
    },
    'Appointment delete': async () => call('delete', `/Appointment/${(await made()).id}`, sender).expect(204),
    'Appointment search-type': () => call('get', '/Appointment', citizen).expect(200),
    'Patient search-type': () =>
      call(
        'post',
        '/Patient/_search',
        citizen,
        `identifier=urn:oid:1.2.208.176.1.2|${people.nancy.cpr}`,
        'application/x-www-form-urlencoded',
      ).expect(200),
    'Patient read': async () => {
      await interactions['Patient search-type']?.();
      await call('get', `/Patient/${patientId()}`, citizen).expect(200);
    },
    'AuditEvent search-type': () => call('get', '/AuditEvent', citizen).expect(200),
    'Consent create': consent,
    'Consent read': async () => call('get', `/Consent/${await consent()}`, citizen).expect(200),
    'Consent update': async () => {
      const id = await consent();
      await call('put', `/Consent/${id}`, citizen, { ...block, id }).expect(200);
    },
    'Consent delete': async () => call('delete', `/Consent/${await consent()}`, citizen).expect(204),
    'Consent search-type': () => call('get', '/Consent', citizen).expect(200),
    ...cardInteractions,
    ...registryInteractions,
    ...Object.fromEntries(
      [
        ['CodeSystem', 'rule'],
        ['OperationDefinition', 'aftaleoversigt'],
        ['SearchParameter', 'AuditEvent-patient'],
        ['StructureDefinition', 'SharedAppointment'],
        ['ValueSet', 'rule'],
      ].flatMap(([type, id]) => [
        [`${type} read`, () => call('get', `/${type}/${id}`).expect(200)],
        [`${type} search-type`, () => call('get', `/${type}`).expect(200)],
      ]),
    ),
  };

  const happened = (kind: string): object => {
    const part = [
      { name: 'municipality', valueCode: '0461' },
      { name: 'solution', valueCode: 'aftaler' },
      { name: 'kind', valueCode: kind },
      { name: 'date', valueDate: '2026-01-01' },
    ];
    return { resourceType: 'Parameters', parameter: [{ name: 'event', part }] };
  };
  const refusedEntry = async (): Promise<object> => {
    const { value } = await made();
    const entry = {
      resource: appointment(value, { status: 'late' as never }),
      request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|${value}` },
    };
    await call('post', '', sender, { resourceType: 'Bundle', type: 'batch', entry: [entry] }).expect(200);
    const { body } = await call('get', '/$quarantine', sender).expect(200);
    const { part } = body.parameter.find(({ name }: { name: string }) => name === 'entry');
    return { resourceType: 'Parameters', parameter: [{ name: 'entry', part: [part[0]] }] };
  };
  const operations: Record<string, () => Promise<unknown>> = {
    'Appointment validate': () => call('post', '/Appointment/$validate', citizen, appointment('x')).expect(200),
    'Appointment explain': async () => call('get', `/Appointment/${(await made()).id}/$explain`, sender).expect(200),
    'Patient stamkort': () => call('post', '/Patient/$stamkort', citizen, { resourceType: 'Parameters' }).expect(200),
    ' register-state': async () =>
      call('post', '/$register-state', await registerOf('cpr'), {
        resourceType: 'Parameters',
        parameter: [{ name: 'state', valueCode: 'ok' }],
      }).expect(200),
    ' import-pdc': async () =>
      call('post', '/$import-pdc', await registerOf('cpr'), '<ClinicalDocument xmlns="urn:hl7-org:v3"/>', 'text/xml').expect(400),
    'Patient aftaleoversigt': async () => {
      await call('post', '/Patient/$aftaleoversigt', citizen, { resourceType: 'Parameters' }).expect(200);
      await call('get', `/Patient/${patientId()}/$aftaleoversigt`, citizen).expect(200);
    },
    ' adoption': async () => call('get', '/$adoption', await admin()).expect(200),
    ' adoption-record': async () => call('post', '/$adoption-record', await admin(), happened('in-use')).expect(200),
    ' adoption-withdraw': async () => {
      const { body } = await call('post', '/$adoption-record', await admin(), happened('technically-installed')).expect(200);
      const parameter = [{ name: 'event', valueUuid: body.parameter[0].part[0].valueUuid }];
      await call('post', '/$adoption-withdraw', await admin(), { resourceType: 'Parameters', parameter }).expect(200);
    },
    ' import-apd': () =>
      call('post', '/$import-apd', sender, '<ClinicalDocument xmlns="urn:hl7-org:v3"/>', 'text/xml').expect(/apd-document/),
    ' quality': () => call('get', '/$quality', sender).expect(200),
    ' check': () => call('post', '/$check', sender, { resourceType: 'Bundle', type: 'batch' }).expect(200),
    ' quarantine': refusedEntry,
    ' quarantine-resend': async () => call('post', '/$quarantine-resend', sender, await refusedEntry()).expect(200),
    ' quarantine-discard': async () => call('post', '/$quarantine-discard', sender, await refusedEntry()).expect(200),
  };

  const resources = (): CapabilityStatementRestResource[] => capabilities.rest?.[0]?.resource ?? [];

  test('is told whole: every route is in the table, and the table has no other', () => {
    expect(callsOf(service)).toEqual(surface.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test('is told in a valid CapabilityStatement', () => {
    expect(validate(capabilities, { type: 'CapabilityStatement' })).toEqual([]);
  });

  test('has every interaction of a type that it claims, and claims every one that is tried here', async () => {
    const claimed = resources().flatMap(({ type, interaction = [] }) => interaction.map(({ code }) => `${type} ${code}`));
    expect(claimed.sort()).toEqual(Object.keys(interactions).sort());
    for (const name of claimed) await interactions[name]?.();
  });

  test('has every operation that it claims, each with a definition that is here or HL7’s', async () => {
    const ofTypes = resources().flatMap(({ type, operation = [] }) => operation.map((one) => ({ ...one, type: String(type) })));
    const ofSystem = (capabilities.rest?.[0]?.operation ?? []).map((one) => ({ ...one, type: '' }));
    const claimed = [...ofTypes, ...ofSystem];
    expect(claimed.map(({ type, name }) => `${type} ${name}`).sort()).toEqual(Object.keys(operations).sort());
    for (const { type, name, definition } of claimed) {
      await operations[`${type} ${name}`]?.();
      if (definition?.startsWith('http://hl7.org/') === true) continue;
      const { body } = await request(service.app).get('/fhir/OperationDefinition').query({ url: definition }).expect(200);
      expect([name, body.total]).toEqual([name, 1]);
    }
  });

  test('has both kinds of bundle', async () => {
    expect(capabilities.rest?.[0]?.interaction?.map(({ code }) => code)).toEqual(['batch', 'transaction']);
    for (const type of ['batch', 'transaction']) {
      const { body } = await call('post', '', sender, { resourceType: 'Bundle', type }).expect(200);
      expect(body.type).toBe(`${type}-response`);
    }
  });

  test('has every condition that it claims', async () => {
    const claimed = resources().find(({ type }) => type === 'Appointment');
    expect(claimed).toMatchObject({
      conditionalCreate: true,
      conditionalUpdate: true,
      conditionalRead: 'full-support',
      conditionalDelete: 'single',
      readHistory: true,
    });
    const { id, value, body } = await made();
    const query = `/Appointment?identifier=${encodeURIComponent(`${SYSTEM}|${value}`)}`;
    await call('post', '/Appointment', { ...sender, 'If-None-Exist': `identifier=${SYSTEM}|${value}` }, body).expect(200);
    await call('put', query, sender, body).expect(200);
    const { headers } = await call('get', `/Appointment/${id}`, { ...sender, 'If-None-Match': 'W/"1"' }).expect(304);
    expect(headers['etag']).toBe('W/"1"');
    await call('get', `/Appointment/${id}`, { ...sender, 'If-None-Match': 'W/"2"' }).expect(200);
    await call('get', `/Appointment/${id}`, { ...sender, 'If-Modified-Since': String(headers['last-modified']) }).expect(304);
    await call('delete', query, sender).expect(204);
  });

  const valueFor: Record<string, string> = { date: '2026-03-04', _lastUpdated: 'ge2026-01-01', url: 'urn:none' };
  const personal = ['patient', 'identifier'];

  test('takes every search parameter that it claims, and refuses one that it does not', async () => {
    const strict = { Prefer: 'handling=strict' };
    for (const { type, searchParam = [] } of resources()) {
      for (const { name = '' } of searchParam) {
        const value = name === 'patient' ? `Patient/${patientId()}` : (valueFor[name] ?? 'x');
        if (type === 'Patient' && personal.includes(name)) continue;
        const isOfRegistry = type === 'Device' || (type === 'Organization' && name !== 'patient');
        const asker = isOfRegistry ? await admin() : citizen;
        await call('get', `/${type}?${new URLSearchParams({ [name]: value })}`, { ...asker, ...strict }).expect(200);
      }
    }
    await call('get', '/Appointment?specialty=x', { ...citizen, ...strict }).expect(400);
    for (const include of resources().find(({ type }) => type === 'Appointment')?.searchInclude ?? []) {
      await call('get', `/Appointment?_include=${include}`, { ...citizen, ...strict }).expect(200);
    }
  });

  test('takes and gives every format that it claims', async () => {
    for (const format of capabilities.format ?? []) {
      const { headers } = await request(service.app).get('/fhir/metadata').set('Accept', format).expect(200);
      expect(headers['content-type']).toContain(format);
    }
    expect(capabilities.patchFormat).toEqual(['application/json-patch+json']);
  });

  test('answers HEAD where it answers GET, without a body', async () => {
    const { id } = await made();
    const { headers, text } = await request(service.app).head(`/fhir/Appointment/${id}`).set(sender).expect(200);
    expect([headers['etag'], text ?? '']).toEqual(['W/"1"', '']);
  });

  test('is described for anyone in OpenAPI, each call once by a name of its own', async () => {
    const { body } = await request(service.app).get('/openapi.json').expect(200);
    expect(body.openapi).toMatch(/^3\.1\./);
    const described = Object.entries<Record<string, { operationId: string; parameters?: { name: string; in: string }[] }>>(
      body.paths,
    ).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, name: `${method.toUpperCase()} ${path}`, ...operation })),
    );
    expect(described.map(({ name }) => name).sort()).toEqual(callsOf(service));
    expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(described.length);
    for (const { path, parameters = [] } of described) {
      expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      );
    }
  });
});
