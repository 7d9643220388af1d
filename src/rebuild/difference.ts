/** One thing that is kept and would not be derived so now. Names, never contents. */
export interface Difference {
  readonly citizenId: string;
  readonly appointmentId: string;
  /** Of one occurrence; absent where it is the appointment itself. */
  readonly originalStart?: string;
  readonly what: string;
}

export const differenceText = ({ appointmentId, originalStart, what }: Difference): string =>
  `Appointment/${appointmentId}${originalStart === undefined ? '' : ` at ${originalStart}`}: ${what}`;
