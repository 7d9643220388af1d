/** An opt-out of resuscitation, or its withdrawal, as the Consent that says it (`access/opt-out.ts` reads it). */
import type { Consent } from '@medplum/fhirtypes';

export const toOptOutConsent = (citizenId: string, status: 'active' | 'inactive'): Consent => ({
  resourceType: 'Consent',
  status,
  scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'adr' }] },
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentcategorycodes', code: 'dnr' }] }],
  patient: { reference: `Patient/${citizenId}` },
  policyRule: { text: 'Sundhedsloven, fravalg af genoplivningsforsøg ved hjertestop' },
  provision: { type: 'deny' },
});
