/** `GET /metadata`: what there is, and nothing else. */
import type { CapabilityStatement, CapabilityStatementRestResourceInteraction } from '@medplum/fhirtypes';
import { BASE } from './base.ts';

const interactions = (...codes: CapabilityStatementRestResourceInteraction['code'][]) => codes.map((code) => ({ code }));

export const toCapabilityStatement = (publicUrl: string, version: string): CapabilityStatement => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-11-22',
  kind: 'instance',
  software: { name: 'Aftaledeling', version },
  implementation: { description: 'Shares health appointments across sectors in Denmark', url: `${publicUrl}/fhir` },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json', 'application/fhir+xml'],
  rest: [
    {
      mode: 'server',
      security: {
        cors: false,
        service: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }] }],
        description: 'Bearer tokens (RFC 9068) with SMART v2 scopes; see .well-known/smart-configuration',
      },
      interaction: [{ code: 'transaction' }, { code: 'batch' }],
      resource: [
        {
          type: 'Appointment',
          supportedProfile: [`${BASE}/StructureDefinition/SharedAppointment`],
          interaction: interactions('read', 'create', 'update', 'delete', 'search-type'),
          versioning: 'versioned',
          updateCreate: false,
          conditionalCreate: false,
          conditionalUpdate: true,
          conditionalDelete: 'single',
          searchParam: [
            { name: 'patient', type: 'reference', documentation: 'Patient/{id}, or patient:identifier={system}|{value} in a POST body' },
            { name: 'date', type: 'date', documentation: 'Of start; a date without a time is the Danish day' },
            { name: 'identifier', type: 'token', documentation: "A sender's own" },
          ],
        },
        {
          type: 'Patient',
          operation: [{ name: 'aftaleoversigt', definition: `${BASE}/OperationDefinition/aftaleoversigt` }],
        },
      ],
      operation: [{ name: 'import-apd', definition: `${BASE}/OperationDefinition/import-apd` }],
    },
  ],
});
