/** The elements that the server gives to an appointment as received: what its sender reads back. */
import { BASE } from '../fhir/base.ts';
import type { Appointment } from '../fhir/types.ts';

export interface ServerElements {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: Date;
  readonly kind: string;
}

/** Tells a sender which of its appointments are series and exceptions. */
export const KIND_SYSTEM = `${BASE}/CodeSystem/kind`;

export function withServerElements(appointment: Appointment, { id, version, updatedAt, kind }: ServerElements): Appointment {
  const { meta, resourceType, ...rest } = appointment;
  const own = meta?.tag?.filter((tag) => tag.system !== KIND_SYSTEM) ?? [];
  const tag = kind === 'series' || kind === 'exception' ? [...own, { system: KIND_SYSTEM, code: kind }] : own;
  return {
    resourceType,
    id,
    meta: { ...meta, versionId: String(version), lastUpdated: updatedAt.toISOString(), ...(tag.length > 0 && { tag }) },
    ...rest,
  };
}
