import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { appointment } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { putAppointment, startTestService } from '../support/service.ts';
import { checkStore } from './check-store.ts';

const [embedded] = engines;

/** What the killing relies on. */
test('the check tells of what is lost, there twice or never sent, and lets what is in doubt be', async () => {
  if (embedded === undefined) throw new Error('there is always the embedded engine');
  const service = await startTestService(embedded);
  try {
    const { db } = service.deps;
    const municipality = await service.sender('municipal');
    for (const name of ['first', 'second']) {
      const body = appointment('one', { contained: [{ resourceType: 'Location', id: 'place', name }] });
      await putAppointment(service, municipality, body).expect(({ status }) => expect(status).toBeLessThan(300));
    }
    const wrong = async (acknowledged: string[], doubtful?: string) =>
      (await checkStore(db, [{ value: 'one', acknowledged, doubtful }])).wrong.length;
    expect(await wrong(['first', 'second'])).toBe(0);
    expect(await wrong(['first'], 'second')).toBe(0);
    expect(await wrong(['first', 'second'], 'third')).toBe(0);
    expect(await wrong(['first'])).toBe(1);
    expect(await wrong(['first', 'second', 'third'])).toBe(1);
    expect(await wrong(['second', 'first'])).toBe(1);
    expect((await checkStore(db, [])).wrong).toEqual(['one is stored and was never sent']);
    await sql`delete from occurrence`.execute(db);
    expect(await wrong(['first', 'second'])).toBe(1);
  } finally {
    await service.close();
  }
});
