/** The times of a day a rule names, in milliseconds since midnight, in order, each once; parts it does not name are DTSTART's. */
import { timeOfDay, type WallTime } from '../time/zone.ts';
import type { RecurrenceRule } from './rule.ts';

export function timesOfDay({ byhour, byminute, bysecond }: RecurrenceRule, dtstart: WallTime): number[] {
  const seconds = Math.floor(timeOfDay(dtstart) / 1000);
  const hours = byhour ?? [Math.floor(seconds / 3600)];
  const minutes = byminute ?? [Math.floor(seconds / 60) % 60];
  const all = hours.flatMap((hour) =>
    minutes.flatMap((minute) => (bysecond ?? [seconds % 60]).map((second) => ((hour * 60 + minute) * 60 + second) * 1000)),
  );
  return all.sort((a, b) => a - b);
}
