import type { AppointmentStatus } from '../fhir/types.ts';

/** `shared-as-cancelled` ends 14 Danish calendar days after it first came so; that is the reader's affair (DESIGN §4.1 `status`). */
export type Sharing = 'shared' | 'shared-as-cancelled' | 'kept' | 'hidden';

export function sharing(status: AppointmentStatus): Sharing {
  switch (status) {
    case 'booked':
    case 'arrived':
    case 'checked-in':
    case 'fulfilled':
      return 'shared';
    case 'cancelled':
      return 'shared-as-cancelled';
    case 'proposed':
    case 'pending':
    case 'waitlist':
    case 'noshow':
      return 'kept';
    case 'entered-in-error':
      return 'hidden';
    default:
      return status satisfies never;
  }
}
