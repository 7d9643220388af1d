/**
 * Wall time ↔ instant. Everything that turns one into the other is here; `rrule` only ever sees wall time.
 *
 * Offsets come from the machine's IANA database, read once a zone and year, so that a conversion is a look-up.
 */
import { IANAZone } from 'luxon';

export const COPENHAGEN = 'Europe/Copenhagen';

/** A wall-clock time, in milliseconds as if it were UTC; never compare it with an instant. */
export type WallTime = number & { readonly __brand: 'WallTime' };

/** A calendar day, `YYYY-MM-DD`; sorts as text. Danish unless a zone is named beside it. */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

const MINUTE = 60_000;
const DAY = 86_400_000;

interface Span {
  readonly from: number;
  readonly offsetMs: number;
}

const spans = new Map<string, Map<number, Span[]>>();

/** The span of the last answer: most questions in a row are of one. */
let last = { zone: '', from: 0, until: 0, offsetMs: 0 };

/** The zone's offset from UTC at an instant, in milliseconds, positive east of Greenwich. */
export function offsetMs(instantMs: number, zone: string): number {
  if (instantMs >= last.from && instantMs < last.until && zone === last.zone) return last.offsetMs;
  const year = new Date(instantMs).getUTCFullYear();
  const list = spansOf(year, zone);
  const after = list.findIndex(({ from }) => from > instantMs);
  const found = list[(after < 0 ? list.length : after) - 1] ?? list[0];
  if (found === undefined) return 0;
  last = { zone, from: found.from, until: list[after]?.from ?? Date.UTC(year + 1, 0, 1), offsetMs: found.offsetMs };
  return found.offsetMs;
}

function spansOf(year: number, zone: string): readonly Span[] {
  const years = spans.get(zone) ?? new Map<number, Span[]>();
  spans.set(zone, years);
  const list = years.get(year) ?? readYear(year, zone);
  years.set(year, list);
  return list;
}

/** The year's offsets, oldest first: sampled by the day, each change then found to the minute. */
function readYear(year: number, zone: string): Span[] {
  const iana = IANAZone.create(zone);
  const at = (ms: number): number => Math.round(iana.offset(ms) * MINUTE);
  const start = Date.UTC(year, 0, 1);
  const end = Date.UTC(year + 1, 0, 1);
  const list: Span[] = [{ from: start, offsetMs: at(start) }];
  for (let day = start; day < end; day += DAY) {
    const before = at(day);
    const after = at(day + DAY);
    if (before === after) continue;
    let low = day;
    let high = day + DAY;
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (at(middle) === before) low = middle;
      else high = middle;
    }
    list.push({ from: high, offsetMs: after });
  }
  return list;
}

export const isZone = (name: string): boolean => IANAZone.isValidZone(name);

export const toWall = (instant: Date, zone: string = COPENHAGEN): WallTime =>
  (instant.getTime() + offsetMs(instant.getTime(), zone)) as WallTime;

/**
 * The instant of a wall time.
 *
 * A local time that a change to summer time skips moves forward by the gap (02:30 → 03:30); one that comes twice is the first.
 * RFC 5545 §3.3.10 would drop the skipped one; a booked visit must not vanish.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5 RFC 5545 §3.3.5}
 */
export function toInstant(wall: WallTime, zone: string = COPENHAGEN): Date {
  const before = offsetMs(wall - DAY, zone);
  const first = wall - before;
  if (offsetMs(first, zone) === before) return new Date(first);
  const after = offsetMs(wall + DAY, zone);
  const second = wall - after;
  return new Date(offsetMs(second, zone) === after ? second : first);
}

/** Milliseconds of a day in wall time: 0 is local midnight. */
export const timeOfDay = (wall: WallTime): number => ((wall % DAY) + DAY) % DAY;

const dates = new Map<number, LocalDate>();
const MAX_DATES = 5_000;

export function dateOfWall(wall: WallTime): LocalDate {
  const day = Math.floor(wall / DAY);
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = new Date(wall).toISOString().slice(0, 10) as LocalDate;
  if (dates.size >= MAX_DATES) dates.clear();
  dates.set(day, date);
  return date;
}

export const dateOf = (instant: Date, zone: string = COPENHAGEN): LocalDate => dateOfWall(toWall(instant, zone));

/** The wall time of a day's midnight. */
export const wallOfDate = (date: LocalDate): WallTime => Date.parse(`${date}T00:00:00Z`) as WallTime;

/** The instant a day begins, in its zone. */
export const startOfDay = (date: LocalDate, zone: string = COPENHAGEN): Date => toInstant(wallOfDate(date), zone);

export const addDays = (date: LocalDate, days: number): LocalDate => dateOfWall((wallOfDate(date) + days * DAY) as WallTime);

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** The day of the same name so many years on; 29 February becomes 1 March where there is none. */
export const addYears = (date: LocalDate, years: number): LocalDate =>
  dateOfWall(Date.UTC(Number(date.slice(0, 4)) + years, Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) as WallTime);

/** `2026-03-04T10:15:00+01:00`: seconds always, the zone's own offset. */
export function formatInstant(instant: Date, zone: string = COPENHAGEN): string {
  const offset = offsetMs(instant.getTime(), zone);
  const wall = (instant.getTime() + offset) as WallTime;
  const minutes = Math.abs(Math.round(offset / MINUTE));
  return `${dateOfWall(wall)}T${clockOf(wall, ':')}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function clockOf(wall: WallTime, between: string): string {
  const seconds = Math.floor(timeOfDay(wall) / 1000);
  return `${two(Math.floor(seconds / 3600))}${between}${two(Math.floor(seconds / 60) % 60)}${between}${two(seconds % 60)}`;
}

/** `20261028T080000Z`, RFC 5545's form of a UTC instant: the tail of an occurrence's id. */
export function basicUtc(instant: Date): string {
  const utc = instant.getTime() as WallTime;
  const date = dateOfWall(utc);
  return `${date.slice(0, 4)}${date.slice(5, 7)}${date.slice(8)}T${clockOf(utc, '')}Z`;
}

/** The instant of `20261028T080000Z`; undefined for anything else. */
export function parseBasicUtc(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return undefined;
  const instant = new Date(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}Z`);
  return Number.isNaN(instant.getTime()) || basicUtc(instant) !== text ? undefined : instant;
}
