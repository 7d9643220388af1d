/** How long what is past is kept: as the log, by whole months, so that a month's table can be dropped. */
import { addDays, type LocalDate } from '../time/zone.ts';
import type { DeriveContext } from './derived.ts';

/** The first Danish day that is kept: that of the month which holds the day `retentionDays` ago. */
export const retainedFrom = ({ today, retentionDays }: Pick<DeriveContext, 'today' | 'retentionDays'>): LocalDate =>
  `${addDays(today, -retentionDays).slice(0, 7)}-01` as LocalDate;

/** Whether nothing of it touches or follows an instant. */
export const isOver = ({ start, touchesUntil }: { readonly start: Date; readonly touchesUntil: Date }, instant: Date): boolean =>
  start < instant && touchesUntil <= instant;
