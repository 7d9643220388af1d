/** Danish calendar months. */
import type { Interval } from './interval.ts';
import { addDays, dateOf, type LocalDate, startOfDay } from './zone.ts';

/** `YYYY-MM`; sorts as text. */
export type Month = string & { readonly __brand: 'Month' };

/** Undefined for anything but a month that exists. */
export const parseMonth = (text: string): Month | undefined =>
  /^(?:19|2\d)\d\d-(?:0[1-9]|1[0-2])$/.test(text) ? (text as Month) : undefined;

export const monthOf = (date: LocalDate): Month => date.slice(0, 7) as Month;

export const firstDay = (month: Month): LocalDate => `${month}-01` as LocalDate;

/** The first day that is not in it. */
export const dayAfter = (month: Month): LocalDate => firstDay(monthOf(addDays(firstDay(month), 31)));

export const monthBefore = (month: Month): Month => monthOf(addDays(firstDay(month), -1));

/** From its first Danish midnight to the one after its last. */
export const spanOfMonth = (month: Month): Interval => ({ start: startOfDay(firstDay(month)), end: startOfDay(dayAfter(month)) });

export const hasEnded = (month: Month, now: Date): boolean => dayAfter(month) <= dateOf(now);
