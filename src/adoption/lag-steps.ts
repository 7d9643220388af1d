/** Lags in steps of a quarter, so that they add up over parts; a quantile is a step's upper end. */

const LOG_STEP = Math.log(1.25);

/** The step that a lag of whole seconds is in: 0 is no second at all. */
export const stepOf = (lagS: number): number => Math.ceil(Math.log(1 + lagS) / LOG_STEP - 1e-9);

/** The longest lag of a step, in whole seconds. */
export const longestOf = (step: number): number => Math.floor(Math.exp(step * LOG_STEP) - 1 + 1e-9);

/**
 * The lag that a share of all is within.
 * @param steps how many there are in each step; not empty
 */
export function quantile(steps: ReadonlyMap<number, number>, share: number): number {
  const total = [...steps.values()].reduce((sum, count) => sum + count, 0);
  let seen = 0;
  let last = 0;
  for (const [step, count] of [...steps].sort(([a], [b]) => a - b)) {
    seen += count;
    last = step;
    if (seen >= share * total) break;
  }
  return longestOf(last);
}
