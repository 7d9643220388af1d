/** Which appointments are in which range of Danish days: DESIGN §3 "Range". Days are of March 2026 where nothing else is said. */

export interface RangeCase {
  readonly what: string;
  readonly start: string;
  /** Absent: unknown. */
  readonly end?: string;
  /** `from..to`, both included, each optional. */
  readonly in: readonly string[];
  readonly notIn: readonly string[];
}

export const rangeCases: readonly RangeCase[] = [
  {
    what: 'a quarter of an hour',
    start: '2026-03-04T10:15:00+01:00',
    end: '2026-03-04T10:30:00+01:00',
    in: ['2026-03-04..2026-03-04', '2026-03-01..2026-03-31', '2026-03-04..', '..2026-03-04', '..'],
    notIn: ['2026-03-03..2026-03-03', '2026-03-05..2026-03-05', '2026-03-05..', '..2026-03-03'],
  },
  {
    what: 'one that ends as the range begins',
    start: '2026-03-03T23:00:00+01:00',
    end: '2026-03-04T00:00:00+01:00',
    in: ['2026-03-03..2026-03-03'],
    notIn: ['2026-03-04..2026-03-04', '2026-03-04..'],
  },
  {
    what: 'one that starts as the range ends',
    start: '2026-03-05T00:00:00+01:00',
    end: '2026-03-05T01:00:00+01:00',
    in: ['2026-03-05..2026-03-05'],
    notIn: ['2026-03-04..2026-03-04', '..2026-03-04'],
  },
  {
    what: 'one in the last second of the range',
    start: '2026-03-04T23:59:59+01:00',
    end: '2026-03-05T00:10:00+01:00',
    in: ['2026-03-04..2026-03-04', '2026-03-05..2026-03-05'],
    notIn: ['2026-03-06..2026-03-06'],
  },
  {
    what: 'one sent in another offset, by the Danish day',
    start: '2026-03-04T22:30:00Z',
    end: '2026-03-04T22:45:00Z',
    in: ['2026-03-04..2026-03-04'],
    notIn: ['2026-03-05..2026-03-05'],
  },
  {
    what: 'one over midnight, on both its days',
    start: '2026-03-04T23:00:00+01:00',
    end: '2026-03-05T07:00:00+01:00',
    in: ['2026-03-04..2026-03-04', '2026-03-05..2026-03-05'],
    notIn: ['2026-03-03..2026-03-03', '2026-03-06..2026-03-06'],
  },
  {
    what: 'one with unknown end, by its start',
    start: '2026-03-04T10:15:00+01:00',
    in: ['2026-03-04..2026-03-04'],
    notIn: ['2026-03-03..2026-03-03', '2026-03-05..2026-03-05'],
  },
  {
    what: 'one without length at the midnight that the range begins with',
    start: '2026-03-05T00:00:00+01:00',
    end: '2026-03-05T00:00:00+01:00',
    in: ['2026-03-05..2026-03-05'],
    notIn: ['2026-03-04..2026-03-04', '2026-03-06..2026-03-06'],
  },
  {
    what: 'a day with no set time, on that whole day',
    start: '2026-03-04T00:00:00+01:00',
    in: ['2026-03-04..2026-03-04'],
    notIn: ['2026-03-03..2026-03-03', '2026-03-05..2026-03-05'],
  },
  {
    what: 'a day with no set time to 23:59',
    start: '2026-03-04T00:00:00+01:00',
    end: '2026-03-04T23:59:00+01:00',
    in: ['2026-03-04..2026-03-04'],
    notIn: ['2026-03-05..2026-03-05'],
  },
  {
    what: 'several days, on each of them',
    start: '2026-03-12T12:00:00+01:00',
    end: '2026-03-31T12:00:00+02:00',
    in: ['2026-03-12..2026-03-12', '2026-03-20..2026-03-21', '2026-03-29..2026-03-29', '2026-03-31..2026-03-31', '2026-03-25..'],
    notIn: ['2026-03-11..2026-03-11', '2026-04-01..2026-04-01', '2026-04-01..'],
  },
  {
    what: 'several days to a midnight, not on the day that begins there',
    start: '2026-03-12T00:00:00+01:00',
    end: '2026-03-31T00:00:00+02:00',
    in: ['2026-03-12..2026-03-12', '2026-03-30..2026-03-30'],
    notIn: ['2026-03-31..2026-03-31'],
  },
  {
    what: 'a stay that began before today, without a range',
    start: '2026-02-20T12:00:00+01:00',
    end: '2026-03-02T10:00:00+01:00',
    in: ['..', '2026-02-01..2026-02-20', '1900-01-01..'],
    notIn: ['2026-03-03..'],
  },
  {
    what: 'what was over yesterday, only where it is asked for',
    start: '2026-03-01T22:00:00+01:00',
    end: '2026-03-02T00:00:00+01:00',
    in: ['2026-03-01..', '2020-01-01..2026-03-01'],
    notIn: ['..'],
  },
  {
    what: 'the day of 23 hours to its end',
    start: '2026-03-29T23:30:00+02:00',
    end: '2026-03-29T23:45:00+02:00',
    in: ['2026-03-29..2026-03-29'],
    notIn: ['2026-03-30..2026-03-30', '2026-03-28..2026-03-28'],
  },
  {
    what: 'the first minute after the day of 23 hours',
    start: '2026-03-30T00:00:00+02:00',
    end: '2026-03-30T00:10:00+02:00',
    in: ['2026-03-30..2026-03-30'],
    notIn: ['2026-03-29..2026-03-29'],
  },
  {
    what: 'a day with no set time that has 23 hours',
    start: '2026-03-29T00:00:00+01:00',
    in: ['2026-03-29..2026-03-29'],
    notIn: ['2026-03-28..2026-03-28', '2026-03-30..2026-03-30'],
  },
  {
    what: 'the last hour of the day of 25 hours',
    start: '2026-10-25T23:30:00+01:00',
    end: '2026-10-25T23:45:00+01:00',
    in: ['2026-10-25..2026-10-25'],
    notIn: ['2026-10-26..2026-10-26'],
  },
  {
    what: 'a day with no set time that has 25 hours',
    start: '2026-10-25T00:00:00+02:00',
    end: '2026-10-26T00:00:00+01:00',
    in: ['2026-10-25..2026-10-25'],
    notIn: ['2026-10-24..2026-10-24', '2026-10-26..2026-10-26'],
  },
];
