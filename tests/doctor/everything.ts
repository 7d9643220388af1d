/** Something of every kind that the service keeps. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import request from 'supertest';
import type { Database } from '../../src/store/database.ts';
import { setHandedOver } from '../../src/store/minlog-outbox.ts';
import { block, busyOnly, postBlock } from '../access/blocks.ts';
import { relative, send } from '../stamkort/cards.ts';
import { feedEverything, registerHeaders, reportState } from '../stamkort/registers.ts';
import { appointment, SYSTEM, series } from '../support/appointment.ts';
import { at, exception, ofSeries } from '../support/family.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, postOverview, putAppointment, type TestService } from '../support/service.ts';

export async function sendEverything(service: TestService): Promise<void> {
  const municipality = await service.sender('municipal');
  const region = await service.sender('regional');
  for (const body of [
    series('daily', 'FREQ=DAILY'),
    series('counted', 'FREQ=WEEKLY;COUNT=3'),
    exception('moved', [ofSeries('daily'), at('2026-03-05T06:00:00Z')], {
      start: '2026-03-05T12:00:00+01:00',
      end: '2026-03-05T12:20:00+01:00',
    }),
    exception('orphan', [ofSeries('nowhere'), at('2026-03-05T06:00:00Z')]),
    appointment('one'),
    appointment('one', { status: 'cancelled' }),
    appointment('gone'),
    appointment('of another'),
    appointment('of another', {}, people.bruno.cpr),
  ]) {
    await putAppointment(service, municipality, body).expect(({ status }) => expectDone(status));
  }
  await putAppointment(service, region, appointment('x-ray', {}, people.bruno.cpr)).expect(201);
  await request(service.app)
    .delete('/fhir/Appointment')
    .query({ identifier: `${SYSTEM}|gone` })
    .set(municipality)
    .expect(204);
  const refused = appointment('refused', { status: 'late' as never });
  await request(service.app)
    .post('/fhir')
    .set(municipality)
    .set('Content-Type', FHIR_JSON)
    .send(
      JSON.stringify({
        resourceType: 'Bundle',
        type: 'batch',
        entry: [{ resource: refused, request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|refused` } }],
      }),
    )
    .expect(200);
  const nancy = await service.citizen(people.nancy.cpr);
  await postBlock(service, nancy, block(people.nancy.cpr, busyOnly)).expect(201);
  const { body } = await postBlock(service, nancy, block(people.nancy.cpr)).expect(201);
  await request(service.app).delete(`/fhir/Consent/${body.id}`).set(nancy).expect(204);
  const document = readFileSync(join(import.meta.dirname, '..', 'pdc', 'documents', 'pdc-3.0.xml'), 'utf8');
  const register = await registerHeaders(service, 'cpr');
  await request(service.app).post('/fhir/$import-pdc').set(register).set('Content-Type', 'text/xml').send(document).expect(201);
  await feedEverything(service);
  await reportState(service, 'cpr', 'ok');
  await send(service, 'post', '/fhir/RelatedPerson', nancy, relative()).expect(201);
  await setHandedOver(service.deps.db, true);
  await postOverview(service, await service.professional(), { cpr: people.nancy.cpr }).expect(200);
}

function expectDone(status: number): void {
  if (status !== 200 && status !== 201) throw new Error(`refused with ${status}`);
}

/** Tables of ours, without partitions; `kind` as their comments have it. */
export async function findTables(db: Kysely<Database>): Promise<{ readonly name: string; readonly kind: string }[]> {
  const { rows } = await sql<{ name: string; kind: string }>`
    select relname as name, obj_description(oid) as kind from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname not like 'kysely%' order by relname`.execute(db);
  return rows;
}
