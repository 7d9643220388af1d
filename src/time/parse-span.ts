/** FHIR's dateTime of any precision → the instants it covers. What has no time is a Danish day, month or year. */
import type { Interval } from './interval.ts';
import { addDays, type LocalDate, startOfDay } from './zone.ts';

/** Undefined for what is no dateTime, and for a time without an offset. */
export function parseSpan(text: string): Interval | undefined {
  const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/.exec(text);
  const [, year, month, day, time, second, offset] = parts ?? [];
  if (year === undefined) return undefined;
  if (time !== undefined) return spanOfTime(`${year}-${month}-${day}T${time}`, second, offset);
  const first = `${year}-${month ?? '01'}-${day ?? '01'}` as LocalDate;
  if (!exists(first)) return undefined;
  const start = startOfDay(first);
  if (day !== undefined) return { start, end: startOfDay(addDays(first, 1)) };
  if (month !== undefined) return { start, end: startOfDay(`${addDays(first, 31).slice(0, 7)}-01` as LocalDate) };
  return { start, end: startOfDay(`${Number(year) + 1}-01-01` as LocalDate) };
}

const exists = (date: string): boolean => {
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === date;
};

function spanOfTime(minute: string, second: string | undefined, offset: string | undefined): Interval | undefined {
  const start = new Date(`${minute}${second ?? ':00'}${offset ?? 'x'}`);
  if (Number.isNaN(start.getTime())) return undefined;
  const lengthMs = second === undefined ? 60_000 : second.includes('.') ? 1 : 1_000;
  return { start, end: new Date(start.getTime() + lengthMs) };
}

/** The half-open instants of a Period; its `end` is included to its precision. An open side is undefined. */
export function parsePeriod(period: { readonly start?: string; readonly end?: string }): { start?: Date; end?: Date } | undefined {
  const start = period.start === undefined ? undefined : parseSpan(period.start);
  const end = period.end === undefined ? undefined : parseSpan(period.end);
  const wrong = (period.start !== undefined && start === undefined) || (period.end !== undefined && end === undefined);
  if (wrong || (start !== undefined && end !== undefined && end.end <= start.start)) return undefined;
  return { ...(start !== undefined && { start: start.start }), ...(end !== undefined && { end: end.end }) };
}
