import { expect, it } from '@jest/globals';
import type { AppointmentStatus } from '../../src/fhir/types.ts';
import { type Sharing, sharing } from '../../src/normalise/status.ts';

/** DESIGN §4.1 `status`. */
const shown: Readonly<Record<AppointmentStatus, Sharing>> = {
  booked: 'shared',
  arrived: 'shared',
  'checked-in': 'shared',
  fulfilled: 'shared',
  cancelled: 'shared-as-cancelled',
  proposed: 'kept',
  pending: 'kept',
  waitlist: 'kept',
  noshow: 'kept',
  'entered-in-error': 'hidden',
};

it.each(Object.entries(shown) as [AppointmentStatus, Sharing][])('%s is %s', (status, expected) => {
  expect(sharing(status)).toBe(expected);
});
