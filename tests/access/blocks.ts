/** Blocks as citizens set them: as small as they may be, with what a case adds to the one provision. */
import request from 'supertest';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { own } from '../support/appointment.ts';
import { FHIR_JSON, type TestService } from '../support/service.ts';

export const block = (cpr: string, provision: Record<string, unknown> = {}, status = 'active') => ({
  resourceType: 'Consent',
  status,
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { identifier: { system: CPR_SYSTEM, value: cpr } },
  policy: [{ uri: 'https://aftaledeling.dk/fhir/policy/spaerring' }],
  provision: { provision: [{ type: 'deny', ...provision }] },
});

export const busyOnly = { extension: [{ url: own('block-effect'), valueCode: 'busy-only' }] };

export const ofSector = (code: string) => ({ code: [{ coding: [{ system: 'urn:oid:1.2.208.184.100.1', code }] }] });

export const toReader = (system: string, value: string) => ({
  actor: [{ role: { coding: [{ code: 'IRCP' }] }, reference: { identifier: { system, value } } }],
});

export const postBlock = ({ app }: TestService, headers: Record<string, string>, consent: object) =>
  request(app).post('/fhir/Consent').set(headers).set('Content-Type', FHIR_JSON).send(JSON.stringify(consent));

/** Deletes all that the citizen has. */
export async function liftBlocks({ app }: TestService, headers: Record<string, string>): Promise<void> {
  const { body } = await request(app).get('/fhir/Consent').set(headers).expect(200);
  for (const { resource } of body.entry ?? []) await request(app).delete(`/fhir/Consent/${resource.id}`).set(headers).expect(204);
}
