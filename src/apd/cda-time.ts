/** CDA's points in time (TS): `YYYYMMDDHHMMSS+ZZZZ`, which may be cut short from the right. */
import { COPENHAGEN, formatInstant, offsetMs, toInstant, type WallTime } from '../time/zone.ts';

export interface CdaTime {
  /** The first millisecond of what the text covers. */
  readonly instant: Date;
  /** As a FHIR instant, in the offset it was sent with; in Denmark's where it had none. */
  readonly text: string;
  readonly precision: CdaPrecision;
  readonly hasOffset: boolean;
  /** Denmark's other offset: summer's in winter, or winter's in summer. Mostly a sender's slip, but the instant is what was sent. */
  readonly isOutOfSeason: boolean;
}

export type CdaPrecision = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

const precisionOf: ReadonlyMap<number, CdaPrecision> = new Map([
  [4, 'year'],
  [6, 'month'],
  [8, 'day'],
  [10, 'hour'],
  [12, 'minute'],
  [14, 'second'],
]);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EARLIEST = '00000101000000';

/** 4 to 14 digits, a fraction of a second and an offset where there is one; undefined for anything else, and for a day that does not exist. */
export function parseCdaTime(value: string): CdaTime | undefined {
  const parts = /^(?<digits>\d{4,14})(?:\.\d+)?(?:(?<sign>[+-])(?<hours>\d\d)(?<minutes>\d\d)?)?$/.exec(value)?.groups;
  const digits = parts?.['digits'];
  const precision = precisionOf.get(digits?.length ?? 0);
  if (parts === undefined || digits === undefined || precision === undefined) return undefined;

  const full = digits + EARLIEST.slice(digits.length);
  const local = full.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6');
  const wall = Date.parse(`${local}Z`);
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 19) !== local) return undefined;

  const { sign, hours = '', minutes = '00' } = parts;
  if (sign === undefined) {
    const instant = toInstant(wall as WallTime);
    return { instant, text: formatInstant(instant), precision, hasOffset: false, isOutOfSeason: false };
  }
  if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * MINUTE * (sign === '-' ? -1 : 1);
  const instant = new Date(wall - offset);
  return {
    instant,
    text: `${local}${sign}${hours}:${minutes}`,
    precision,
    hasOffset: true,
    isOutOfSeason: (offset === HOUR || offset === 2 * HOUR) && offset !== offsetMs(instant.getTime(), COPENHAGEN),
  };
}
