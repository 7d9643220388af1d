import type { Appointment } from '../fhir/types.ts';
import { withServerElements } from '../normalise/server-elements.ts';
import type { StoredAppointment } from '../store/appointment.ts';

/** As its sender reads it back. */
export const asReceived = ({ id, version, updated_at, kind }: StoredAppointment, resource: string): Appointment =>
  withServerElements(JSON.parse(resource) as Appointment, { id, version, updatedAt: updated_at, kind });
