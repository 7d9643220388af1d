import { describe, expect, it } from '@jest/globals';
import { createLog } from '../src/log.ts';

const CPR = '2512489996';

function collect(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog('trace', { write: (line) => lines.push(line) }));
  return lines.join('');
}

describe('createLog', () => {
  it('writes one JSON line an event, with its level as a word and its time as an instant', () => {
    const line = collect((log) => log.info({ status: 200 }, 'answered'));
    expect(line).toMatch(/^\{[^\n]*\}\n$/);
    expect(JSON.parse(line)).toEqual({ level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), status: 200, msg: 'answered' });
  });

  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    createLog('warn', { write: (line) => lines.push(line) }).info('nothing');
    expect(lines).toEqual([]);
  });

  it.each([
    ['in the message', (log) => log.info(`citizen ${CPR}`)],
    ['first on a line of the message', (log) => log.info(`citizen\n${CPR}`)],
    ['after a control character', (log) => log.info(`\u0001${CPR}`)],
    ['in a field', (log) => log.info({ patient: CPR }, 'x')],
    ['as a number', (log) => log.info({ patient: Number(CPR) }, 'x')],
    ['in a list within a field', (log) => log.info({ request: { patients: [`${CPR.slice(0, 6)}-${CPR.slice(6)}`] } }, 'x')],
    ['as the name of a field', (log) => log.info({ [CPR]: true }, 'x')],
    ['in an address, percent-encoded', (log) => log.info({ url: `/fhir/Patient?identifier=urn:oid:1.2.208.176.1.2%7C${CPR}` }, 'x')],
    ["in a child logger's fields", (log) => log.child({ patient: CPR }).info('x')],
    ['in an error', (log) => log.error(new Error(`no such citizen: ${CPR}`))],
    ["in an error's cause", (log) => log.error({ err: new Error('x', { cause: new Error(`\n${CPR}`) }) }, 'x')],
  ] satisfies [string, (log: ReturnType<typeof createLog>) => void][])('masks a CPR number %s', (_, write) => {
    const line = collect(write);
    expect(line).not.toMatch(/9996/);
    expect(line).toContain('**********');
    expect(() => JSON.parse(line)).not.toThrow();
  });

  it('leaves other long numbers as they are', () => {
    const fields = { sor: '325431000016004', durationUs: 12_345_678, requestId: '3f123456-7890-4abc-8def-b51248999612' };
    expect(JSON.parse(collect((log) => log.info(fields, 'x')))).toMatchObject(fields);
  });

  const databaseError = (code: string): Error =>
    Object.assign(new Error('invalid input syntax for type date: "Nancy Ann"'), {
      name: 'error',
      code,
      detail: 'Failing row contains (Nancy Ann)',
      where: "unnamed portal parameter $2 = 'Nancy Ann'",
      parameters: ['Nancy Ann'],
      hint: 'Nancy Ann',
    });

  it("writes an error's name, code and stack, and nothing else of it", () => {
    const { err } = JSON.parse(collect((log) => log.error({ err: databaseError('23505') }, 'refused by the database')));
    expect(Object.keys(err)).toEqual(['name', 'code', 'stack']);
    expect(err).toMatchObject({ name: 'error', code: '23505', stack: expect.stringContaining('log.test.ts') });
  });

  it.each([
    ['with a message of ours', (log) => log.error({ err: databaseError('22007') }, 'refused by the database')],
    ['without one', (log) => log.error({ err: databaseError('22007') })],
    ['by itself', (log) => log.error(databaseError('22007'))],
    ['as a cause', (log) => log.error(new Error('refused', { cause: databaseError('22007') }))],
  ] satisfies [string, (log: ReturnType<typeof createLog>) => void][])(
    'keeps a value that Postgres quotes out of the line, logged %s',
    (_, write) => {
      expect(collect(write)).toMatch(/^(?!.*Nancy).*22007.*log\.test\.ts/);
    },
  );

  it('survives an error that is its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.parse(collect((log) => log.error(error)))).toMatchObject({ err: { name: 'Error' } });
  });

  it('names the kind of what was thrown and is no error', () => {
    expect(JSON.parse(collect((log) => log.error({ err: `citizen ${CPR}` }, 'x')))).toMatchObject({ err: { name: 'string' } });
  });
});
