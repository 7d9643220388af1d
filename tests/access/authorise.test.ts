import { describe, expect, it } from '@jest/globals';
import { requireRole, requireScope, requireTreatment } from '../../src/access/authorise.ts';
import type { ProfessionalCaller, SenderCaller } from '../../src/access/caller.ts';
import { parseScopes } from '../../src/access/scopes.ts';
import { Fault } from '../../src/fhir/fault.ts';

const base = { clientId: 'c', subject: 's', tokenId: 'j', development: false };
const sender = (scope: string): SenderCaller => ({
  ...base,
  role: 'sender',
  senderId: 'nexus-0461',
  sector: 'municipal',
  scopes: parseScopes(scope) ?? [],
});
const nurse = (purpose?: string): ProfessionalCaller => ({ ...base, role: 'professional', personId: 'p-1', scopes: [], purpose });

function refusal(call: () => unknown): Fault {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
  }
  throw new Error('no Fault');
}

describe('requireRole', () => {
  it('gives the caller back, known to be of that role', () => {
    expect(requireRole(sender(''), 'sender').senderId).toBe('nexus-0461');
    expect(requireRole(sender(''), 'citizen', 'sender').role).toBe('sender');
  });

  it('refuses another with 403 and names the roles that may', () => {
    const fault = refusal(() => requireRole(sender(''), 'citizen', 'professional'));
    expect(fault).toMatchObject({
      status: 403,
      issues: [{ code: 'forbidden', text: expect.stringMatching(/sender.*citizen, professional/) }],
    });
  });
});

describe('requireScope', () => {
  it('is content with a scope that covers all of it', () => {
    expect(() => requireScope(sender('system/Appointment.crus'), 'Appointment', 'cu')).not.toThrow();
  });

  it('names the scope that is missing, in the text and in the challenge (RFC 6750 §3)', () => {
    expect(refusal(() => requireScope(sender('system/Appointment.crs'), 'Appointment', 'cu'))).toMatchObject({
      status: 403,
      issues: [{ code: 'forbidden', text: 'The token lacks the scope system/Appointment.cu' }],
      headers: { 'WWW-Authenticate': 'Bearer error="insufficient_scope", scope="system/Appointment.cu"' },
    });
  });

  it('asks for no scope that the role can never have', () => {
    const fault = refusal(() => requireScope(sender('system/Appointment.cruds'), 'Consent', 'c'));
    expect(fault).toMatchObject({ status: 403, headers: {}, issues: [{ text: 'The role sender may not do this with Consent' }] });
  });
});

describe('requireTreatment', () => {
  it('takes the purpose TREAT alone', () => {
    expect(() => requireTreatment(nurse('TREAT'))).not.toThrow();
    for (const purpose of [undefined, 'HOPERAT', 'treat'])
      expect(refusal(() => requireTreatment(nurse(purpose)))).toMatchObject({ status: 403 });
  });
});
