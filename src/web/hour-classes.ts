/** Where on a day's line something stands, as classes: a style of its own is what the content security policy forbids. */

const QUARTER = 15 * 60_000;
const QUARTERS = 96;

export const hourClasses: string = Array.from(
  { length: QUARTERS },
  (_, index) => `.f${index}{grid-column-start:${index + 1}}.t${index + 1}{grid-column-end:${index + 2}}`,
).join('');

/** @param from, to milliseconds of wall time after the day's midnight; what lies outside is cut, and nothing is narrower than a quarter */
export function hourClass(from: number, to: number): string {
  const first = Math.min(Math.max(Math.floor(from / QUARTER), 0), QUARTERS - 1);
  const last = Math.min(Math.max(Math.ceil(to / QUARTER), first + 1), QUARTERS);
  return `f${first} t${last}`;
}
