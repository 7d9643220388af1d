/** `npm start -- --workers N`. */
import { parseArgs } from 'node:util';
import { CannotStart } from '../cannot-start.ts';

export const MAX_WORKERS = 32;

/**
 * How many processes are to answer at the port; 1 where nothing is said.
 * @throws CannotStart where the arguments say anything else
 */
export function parseWorkers(args: readonly string[]): number {
  const value = readArgument(args);
  if (value === undefined) return 1;
  const workers = /^[1-9]\d?$/.test(value) ? Number(value) : Number.NaN;
  if (workers <= MAX_WORKERS) return workers;
  throw new CannotStart(`--workers: a whole number from 1 to ${MAX_WORKERS}`);
}

function readArgument(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { workers: { type: 'string' } } }).values.workers;
  } catch {
    throw new CannotStart('Arguments: --workers N and no other; all else is set by the environment');
  }
}
