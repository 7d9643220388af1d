/** Random series for the fuzz: whatever RFC 5545 allows that a day's limit of 16 lets through, near its traps by preference. */

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const ZONES = ['Europe/Copenhagen', 'Europe/Copenhagen', 'Europe/Copenhagen', 'America/New_York', 'UTC', 'Australia/Lord_Howe'] as const;
/** Local times that lie in gaps, overlaps and at the edges of days, and plain ones. */
const TIMES = ['090000', '090000', '141500', '023000', '020000', '015959', '013000', '000000', '003000', '234500', '235959'] as const;

export interface RandomSeries {
  readonly zone: string;
  /** Local, `20261014T090000`. */
  readonly dtstart: string;
  /** Without UNTIL; its parts by name. */
  readonly parts: ReadonlyMap<string, string>;
  /** Local, of the form `20261104` or `20261104T090000`. */
  readonly until: string | undefined;
  readonly rdates: readonly string[];
  readonly exdates: readonly string[];
  /** Days from DTSTART to the window, and how many the window has. */
  readonly window: readonly [number, number];
}

/** Mulberry32: small, fast, and the same everywhere for a seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function randomSeries(random: () => number): RandomSeries {
  const chance = (probability: number): boolean => random() < probability;
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const one = <T>(from: readonly [T, ...T[]]): T => from[whole(0, from.length - 1)] ?? from[0];
  const some = (most: number, make: () => string | number): string => [...new Set(Array.from({ length: whole(1, most) }, make))].join(',');
  const signed = (most: number): number => whole(1, most) * (chance(0.4) ? -1 : 1);

  const freq = one(['DAILY', 'WEEKLY', 'WEEKLY', 'MONTHLY', 'MONTHLY', 'YEARLY'] as const);
  const parts = new Map<string, string>([['FREQ', freq]]);
  const may = (probability: number, name: string, value: () => string): void => void (chance(probability) && parts.set(name, value()));

  may(0.4, 'INTERVAL', () => String(chance(0.9) ? whole(1, 4) : whole(5, 40)));
  may(0.2, 'BYMONTH', () => some(4, () => whole(1, 12)));
  if (freq === 'YEARLY') may(0.2, 'BYYEARDAY', () => some(4, () => signed(366)));
  if (freq === 'YEARLY') may(0.2, 'BYWEEKNO', () => some(3, () => signed(chance(0.7) ? 53 : 2)));
  if (freq !== 'WEEKLY') may(freq === 'DAILY' ? 0.15 : 0.35, 'BYMONTHDAY', () => some(3, () => signed(31)));
  const places = freq === 'MONTHLY' || (freq === 'YEARLY' && !parts.has('BYWEEKNO'));
  may(0.5, 'BYDAY', () =>
    some(4, () => `${places && chance(0.5) ? signed(freq === 'YEARLY' && chance(0.5) ? 53 : 5) : ''}${one(WEEKDAYS)}`),
  );
  may(0.1, 'BYHOUR', () => some(3, () => whole(0, 23)));
  may(0.08, 'BYMINUTE', () => some(2, () => one([0, 15, 30, 59])));
  may(0.04, 'BYSECOND', () => some(2, () => whole(0, 59)));
  may(0.3, 'WKST', () => one(WEEKDAYS));
  if ([...parts.keys()].some((name) => name.startsWith('BY'))) may(0.2, 'BYSETPOS', () => some(2, () => signed(chance(0.7) ? 3 : 30)));

  const year = whole(1996, 2035);
  const day = (near: number): string => {
    // Most lie in the two weeks around a change to or from summer time.
    const at = chance(0.4) ? Date.UTC(near, one([2, 9]), whole(18, 31)) : Date.UTC(near, whole(0, 11), whole(1, 31));
    return new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
  };
  const time = one(TIMES);
  const dtstart = `${day(year)}T${time}`;
  const end = random();
  if (end < 0.35) parts.set('COUNT', String(whole(1, chance(0.7) ? 20 : 400)));
  const untilDay = day(year + whole(0, 3));
  const extra = (): string[] => (chance(0.15) ? Array.from({ length: whole(1, 4) }, () => `${day(year + whole(0, 2))}T${time}`) : []);
  return {
    zone: one(ZONES),
    dtstart,
    parts,
    until: end > 0.65 ? (chance(0.5) ? untilDay : `${untilDay}T${chance(0.6) ? time : one(TIMES)}`) : undefined,
    rdates: extra(),
    exdates: extra(),
    window: [chance(0.5) ? whole(0, 60) : whole(0, 1200), one([30, 30, 180, 366])],
  };
}
