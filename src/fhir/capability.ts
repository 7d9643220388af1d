/** `GET /metadata`: what there is, and nothing else; written from the table of calls. */
import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceOperation,
  CapabilityStatementRestResourceSearchParam,
} from '@medplum/fhirtypes';
import { BASE } from './base.ts';
import { appointmentParameters } from './search-parameters.ts';
import { type Call, type Claim, surface } from './surface.ts';

type OfType = Extract<Claim, { interaction: string }>;
type Operation = Extract<Claim, { operation: string }>;

const claims = (calls: readonly Call[]): Claim[] => calls.flatMap(({ claim }) => claim ?? []);
const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];

export const toCapabilityStatement = (publicUrl: string, version: string): CapabilityStatement => {
  const all = claims(surface);
  const ofTypes = all.filter((claim): claim is OfType => 'interaction' in claim);
  const operations = all.filter((claim): claim is Operation => 'operation' in claim);
  const types = unique([...ofTypes, ...operations].flatMap(({ type }) => type ?? []));
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-22',
    kind: 'instance',
    software: { name: 'Aftaledeling', version },
    implementation: { description: 'Shares health appointments across sectors in Denmark', url: `${publicUrl}/fhir` },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'application/fhir+xml'],
    patchFormat: ['application/json-patch+json'],
    rest: [
      {
        mode: 'server',
        security: {
          cors: false,
          service: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }] }],
          description: 'Bearer tokens (RFC 9068) with SMART v2 scopes; see .well-known/smart-configuration',
        },
        interaction: all.flatMap((claim) => ('system' in claim ? claim.system.map((code) => ({ code })) : [])),
        resource: types.map((type) =>
          toResource(
            type,
            ofTypes.filter((claim) => claim.type === type),
            operations.filter((claim) => claim.type === type),
          ),
        ),
        operation: toOperations(operations.filter(({ type }) => type === undefined)),
      },
    ],
  };
};

const profiles: Readonly<Record<string, string[]>> = {
  Appointment: [`${BASE}/StructureDefinition/SharedAppointment`, `${BASE}/StructureDefinition/AppointmentOccurrence`],
};

const versioned: readonly string[] = ['Appointment', 'Consent', 'Organization', 'Device'];
/** Of these an update enters what is not there. */
const enteredByUpdate: readonly string[] = ['Organization'];

function toResource(type: string, own: readonly OfType[], operations: readonly Operation[]): CapabilityStatementRestResource {
  const conditions = own.map(({ conditional }) => conditional);
  const searchParam = own.some(({ interaction }) => interaction === 'search-type') ? searchParamsOf(type) : [];
  const operation = toOperations(operations);
  return {
    type: type as NonNullable<CapabilityStatementRestResource['type']>,
    ...(profiles[type] !== undefined && { supportedProfile: profiles[type] }),
    interaction: unique(own.map(({ interaction }) => interaction)).map((code) => ({ code })),
    ...(versioned.includes(type) && { versioning: 'versioned' as const, updateCreate: enteredByUpdate.includes(type) }),
    ...(own.some(({ interaction }) => interaction === 'vread') && { readHistory: true }),
    ...(type === 'Appointment' && {
      conditionalCreate: conditions.includes('create'),
      conditionalRead: 'full-support' as const,
      conditionalUpdate: conditions.includes('update'),
      conditionalDelete: conditions.includes('delete') ? ('single' as const) : ('not-supported' as const),
      searchInclude: ['Appointment:patient', 'Appointment:actor', 'Appointment:practitioner', 'Appointment:location'],
    }),
    ...(searchParam.length > 0 && { searchParam }),
    ...(operation.length > 0 && { operation }),
  };
}

const toOperations = (operations: readonly Operation[]): CapabilityStatementRestResourceOperation[] =>
  unique(operations.map(({ operation }) => operation)).map((name) => ({
    name,
    definition: operations.find(({ operation }) => operation === name)?.definition ?? '',
  }));

/** Of other types: the parameters that their calls name, but for those that shape the answer. */
function searchParamsOf(type: string): CapabilityStatementRestResourceSearchParam[] {
  if (type === 'Appointment') {
    return Object.entries(appointmentParameters).map(([name, { type: of, definition, documentation }]) => ({
      name,
      type: of,
      definition,
      documentation,
    }));
  }
  const calls = surface.filter(({ claim }) => claim !== undefined && 'interaction' in claim && claim.type === type);
  const named = calls.flatMap(({ claim, query = [] }) =>
    claim !== undefined && 'interaction' in claim && claim.interaction === 'search-type' ? query : [],
  );
  return unique(named.map(({ name }) => name))
    .filter((name) => !name.startsWith('_'))
    .map((name) => ({
      name,
      type: typeOfParameter[name] ?? 'token',
      documentation: named.find((one) => one.name === name)?.description ?? '',
    }));
}

const typeOfParameter: Readonly<Record<string, 'reference' | 'string' | 'token' | 'uri'>> = {
  patient: 'reference',
  organization: 'reference',
  identifier: 'token',
  name: 'string',
  manufacturer: 'string',
  'device-name': 'string',
  url: 'uri',
};
