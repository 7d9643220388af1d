import request from 'supertest';
import type { Appointment } from '../../src/fhir/types.ts';
import { FHIR_JSON, type TestService } from './service.ts';

/** All of them by one batch, each a conditional PUT by its first identifier; fails where one is refused. */
export async function putAll({ app }: TestService, headers: Record<string, string>, appointments: readonly Appointment[]): Promise<void> {
  const entry = appointments.map((resource) => {
    const { system = '', value = '' } = resource.identifier?.[0] ?? {};
    return { resource, request: { method: 'PUT', url: `Appointment?identifier=${encodeURIComponent(`${system}|${value}`)}` } };
  });
  const { body } = await request(app)
    .post('/fhir')
    .set(headers)
    .set('Content-Type', FHIR_JSON)
    .send(JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }))
    .expect(200);
  const refused = body.entry.filter(({ response }: { response: { status: string } }) => !response.status.startsWith('2'));
  if (refused.length > 0) throw new Error(JSON.stringify(refused));
}
