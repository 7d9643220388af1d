/** What the service gives out meets the profile it publishes: the valid examples go in, and each citizen's overview comes out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import type { Appointment, Bundle } from '../../src/fhir/types.ts';
import { profilesDirectory } from '../../src/fhir/validate/definitions.ts';
import { validate } from '../../src/fhir/validate.ts';
import { own } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { postOverview, putAppointment, startTestService, type TestService } from '../support/service.ts';

const folder = join(profilesDirectory, 'examples', 'SharedAppointment');
const examples = readdirSync(folder)
  .filter((file) => file.startsWith('valid-'))
  .map((file) => ({ file, appointment: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Appointment }));

const sectorOf = ({ serviceCategory }: Appointment) => {
  const code = serviceCategory?.[0]?.coding?.[0]?.code;
  return code === 'RegionalAppointment' ? 'regional' : code === 'PractitionerAppointment' ? 'practice' : 'municipal';
};

/** The ones with something that can be shown. */
const citizens = new Set(
  examples.flatMap(({ appointment: { participant } }) =>
    participant.flatMap(({ actor }) => (actor?.identifier?.system === CPR_SYSTEM ? [actor.identifier.value ?? ''] : [])),
  ),
);

describe.each(engines)('on the $engine engine', (engine) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(engine);
  });
  afterAll(() => service?.close());

  test.each(examples)('$file is taken in', async ({ appointment }) => {
    const answer = await putAppointment(service, await service.sender(sectorOf(appointment)), appointment);
    expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
  });

  test.each([...citizens])('the overview of %s is of AppointmentOccurrences, for citizen and professional', async (cpr) => {
    for (const headers of [await service.citizen(cpr), await service.professional()]) {
      const { status, text } = await postOverview(service, headers, { cpr, from: '2026-03-02', to: '2026-04-30' });
      const bundle = JSON.parse(text) as Bundle;
      expect([status, validate(bundle)]).toEqual([200, []]);
      const found = (bundle.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === 'Appointment' ? [resource] : []));
      expect(found.length).toBeGreaterThan(0);
      for (const occurrence of found) expect(validate(occurrence, { profile: own('AppointmentOccurrence') })).toEqual([]);
    }
  });
});
