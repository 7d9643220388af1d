import type { LocalDate } from './zone.ts';

/** A day that exists, `YYYY-MM-DD`; undefined for anything else. */
export function parseDate(text: string): LocalDate | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? undefined : (text as LocalDate);
}
