import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Caller, Role } from '../../src/access/caller.ts';
import { parseCaller } from '../../src/access/parse-caller.ts';
import { parseScopes, permits, roleScopes } from '../../src/access/scopes.ts';

/** SMART v2: letters in the order cruds. Every other order, and every repetition, is refused. */
describe('parseScopes', () => {
  const letters = fc.array(fc.constantFrom('c', 'r', 'u', 'd', 's'), { minLength: 1, maxLength: 6 }).map((list) => list.join(''));
  const isInOrder = (text: string): boolean => /^c?r?u?d?s?$/.test(text);

  it('takes every set of letters in order and no other', () => {
    fc.assert(
      fc.property(letters, (text) => {
        const parsed = parseScopes(`system/Appointment.${text}`);
        if (isInOrder(text)) expect(parsed).toEqual([{ context: 'system', resourceType: 'Appointment', interactions: new Set(text) }]);
        else expect(parsed).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    'system/Appointment.',
    'system/Appointment.read',
    'system/Appointment.*',
    'system/appointment.rs',
    'system/*Appointment.rs',
    'system/Appointment.rs?status=booked',
    'system/Appointment.RS',
    'system/Appointment.rs\n',
    'system/Appointment',
    'patient/',
    'patient/*.rs user/*.rs',
    'patient/Appointment.rs system/Appointment.cruds',
  ])('refuses %j', (claim) => expect(parseScopes(claim)).toBeUndefined());

  it.each(['', 'openid profile', 'launch/patient offline_access', 'patients/*.rs'])('finds no scope in %j', (claim) =>
    expect(parseScopes(claim)).toEqual([]),
  );
});

const identity: Readonly<Record<Role, object>> = {
  sender: { sender_id: 's', sector: 'municipal' },
  citizen: { cpr: '2512489996' },
  professional: { person_id: 'p', sor: '325431000016004', purpose: 'TREAT' },
  coordinator: { municipality: '0461' },
  register: { register: 'cpr' },
  admin: {},
};

function callerWith(role: Role, scope: string): Caller {
  const caller = parseCaller({ role, scope, client_id: 'c', sub: 's', jti: 'j', ...identity[role] }, false);
  if ('wrong' in caller) throw new Error(caller.wrong.join());
  return caller;
}

/** DESIGN §7, row by row: what the role may with all its scopes, and the nearest thing that it may not. */
describe('permits', () => {
  it.each<[Role, string, string, string]>([
    ['sender', 'Appointment', 'cruds', ''],
    ['sender', 'Patient', '', 'cruds'],
    ['sender', 'Consent', '', 'cruds'],
    ['citizen', 'Appointment', 'rs', 'cud'],
    ['citizen', 'AuditEvent', 'rs', 'cud'],
    ['citizen', 'Consent', 'cruds', ''],
    ['citizen', 'RelatedPerson', 'cruds', ''],
    ['citizen', 'Coverage', 'rs', 'cud'],
    ['professional', 'Appointment', 'rs', 'cud'],
    ['professional', 'RelatedPerson', 'cruds', ''],
    ['professional', 'Consent', 'rs', 'cud'],
    ['register', 'Coverage', 'cruds', ''],
    ['register', 'Appointment', '', 'cruds'],
    ['coordinator', 'MeasureReport', 'rs', 'cud'],
    ['coordinator', 'Appointment', '', 'cruds'],
    ['admin', 'Organization', 'cruds', ''],
    ['admin', 'Device', 'cruds', ''],
    ['admin', 'Appointment', '', 'cruds'],
    ['admin', 'Patient', '', 'cruds'],
  ])('gives a %s on %s "%s", not "%s"', (role, resourceType, may, mayNot) => {
    const caller = callerWith(role, roleScopes[role]);
    for (const letter of may) expect([letter, permits(caller, resourceType, letter as 'c')]).toEqual([letter, true]);
    for (const letter of mayNot) expect([letter, permits(caller, resourceType, letter as 'c')]).toEqual([letter, false]);
  });

  it.each<[Role, string]>([
    ['sender', 'system/*.cruds'],
    ['citizen', 'patient/*.cruds'],
    ['professional', 'user/*.cruds'],
    ['coordinator', 'user/*.cruds'],
    ['admin', 'user/*.cruds'],
  ])('gives a %s with %s no more than the role may', (role, scope) => {
    const [wide, usual] = [callerWith(role, scope), callerWith(role, roleScopes[role])];
    for (const type of ['Appointment', 'Patient', 'Consent', 'AuditEvent', 'MeasureReport', 'Organization', 'Basic']) {
      for (const letter of ['c', 'r', 'u', 'd', 's'] as const) {
        expect([type, letter, permits(wide, type, letter)]).toEqual([type, letter, permits(usual, type, letter)]);
      }
    }
  });

  it.each<[Role, string]>([
    ['sender', ''],
    ['sender', 'system/Patient.cruds'],
    ['sender', 'user/Appointment.cruds'],
    ['citizen', 'user/*.rs'],
    ['professional', 'patient/*.rs'],
  ])('gives a %s with "%s" nothing on Appointment', (role, scope) => {
    for (const letter of ['c', 'r', 'u', 'd', 's'] as const) expect(permits(callerWith(role, scope), 'Appointment', letter)).toBe(false);
  });

  it('gives only the letters of the scope', () => {
    const reader = callerWith('sender', 'system/Appointment.rs');
    expect(permits(reader, 'Appointment', 'r')).toBe(true);
    expect(permits(reader, 'Appointment', 'u')).toBe(false);
  });
});
