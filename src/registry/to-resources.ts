/** A sender's entry → Organization, and Device where its system is known. Pure. */
import type { ContactPoint, Device, Meta, Organization } from '@medplum/fhirtypes';
import type { SenderRow } from '../store/sender.ts';
import { CHANGED_BY, CVR_SYSTEM, KIND_SYSTEM, kindOf, MUNICIPALITY_SYSTEM, PSEUDONYMISE_STAFF, SOR_SYSTEM } from './systems.ts';

/** Both are one entry, so they count their versions together. */
const metaOf = ({ version, changed_at, changed_by }: SenderRow): Meta => ({
  ...(changed_by !== null && { extension: [{ url: CHANGED_BY, valueString: changed_by }] }),
  versionId: String(version),
  lastUpdated: changed_at.toISOString(),
});

export function toOrganization(row: SenderRow): Organization {
  const identifier = (
    [
      [SOR_SYSTEM, row.sor],
      [CVR_SYSTEM, row.cvr],
      [MUNICIPALITY_SYSTEM, row.municipality_code],
    ] as const
  ).flatMap(([system, value]) => (value === null ? [] : [{ system, value }]));
  const telecom = row.contact as ContactPoint[];
  return {
    resourceType: 'Organization',
    id: row.id,
    meta: metaOf(row),
    ...(pseudonymisesStaff(row) && { extension: [{ url: PSEUDONYMISE_STAFF, valueBoolean: true }] }),
    ...(identifier.length > 0 && { identifier }),
    active: row.active,
    type: [{ coding: [{ system: KIND_SYSTEM, code: kindOf(row) }] }],
    name: row.name,
    ...(telecom.length > 0 && { telecom }),
    ...(row.region !== null && { address: [{ state: row.region }] }),
  };
}

const pseudonymisesStaff = ({ policy }: SenderRow): boolean =>
  typeof policy === 'object' && policy !== null && 'pseudonymise_staff' in policy && policy.pseudonymise_staff === true;

export function toDevice(row: SenderRow): Device | undefined {
  if (row.system_name === null) return undefined;
  return {
    resourceType: 'Device',
    id: row.id,
    meta: metaOf(row),
    status: row.system_active ? 'active' : 'inactive',
    ...(row.vendor !== null && { manufacturer: row.vendor }),
    deviceName: [{ name: row.system_name, type: 'user-friendly-name' }],
    ...(row.system_version !== null && { version: [{ value: row.system_version }] }),
    owner: { reference: `Organization/${row.id}`, display: row.name },
  };
}
