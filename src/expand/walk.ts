/** A series in wall time: the rule's times and the dates beyond it, numbered. */
import type { WallTime } from '../time/zone.ts';
import { ruleTimes } from './rule-times.ts';
import type { Series } from './series.ts';

export interface Numbered {
  readonly wall: WallTime;
  /** Its place in the series, from 1, wherever the walk began; excluded times are counted. */
  readonly number: number;
}

/** What a walk needs of a series. */
export type Walked = Pick<Series, 'dtstart' | 'rule' | 'rdates'>;

/** The times from a wall time on. What lies before it costs nothing. */
export function* walk({ dtstart, rule, rdates }: Walked, from: WallTime): Generator<Numbered> {
  const times = rule && ruleTimes(rule, dtstart);
  let ofList = rdates.filter((wall) => wall < from).length;
  let ofRule = times?.countBefore(from) ?? 0;
  for (const wall of times?.from(from) ?? []) {
    for (let rdate = rdates[ofList]; rdate !== undefined && rdate < wall; rdate = rdates[ofList]) {
      yield { wall: rdate, number: ofList + ofRule + 1 };
      ofList += 1;
    }
    yield { wall, number: ofList + ofRule + 1 };
    ofRule += 1;
  }
  for (const wall of rdates.slice(ofList)) {
    yield { wall, number: ofList + ofRule + 1 };
    ofList += 1;
  }
}

/** The time of a number; undefined where the series does not come so far. */
export function timeNumbered(series: Walked, number: number): Numbered | undefined {
  const { dtstart, rule, rdates } = series;
  const ofRule = number - rdates.length;
  const from = rule === undefined || ofRule < 1 ? Number.NEGATIVE_INFINITY : ruleTimes(rule, dtstart).near(ofRule);
  for (const time of walk(series, from as WallTime)) if (time.number >= number) return time.number === number ? time : undefined;
  return undefined;
}

export function hasTime(series: Walked, wall: WallTime): boolean {
  for (const time of walk(series, wall)) return time.wall === wall;
  return false;
}
