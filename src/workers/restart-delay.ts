const FIRST_MS = 100;
const LONGEST_MS = 30_000;
/** Workers that end further apart than this do not end for one reason. */
const APART_MS = 60_000;

/**
 * How long until another takes the place of a worker that has just ended: at once after a mishap, ever longer while they go on ending.
 * @param ends when workers ended, in milliseconds, the one in question last
 */
export function restartDelayMs(ends: readonly number[]): number {
  let inARow = 1;
  while (inARow < ends.length && (ends.at(-inARow) ?? 0) - (ends.at(-inARow - 1) ?? 0) < APART_MS) inARow += 1;
  return Math.min(FIRST_MS * 2 ** (inARow - 1), LONGEST_MS);
}
