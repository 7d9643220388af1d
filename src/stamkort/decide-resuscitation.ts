/** Whether resuscitation is opted out of: true, false, or not known, which is never shown as "no". Pure. */
import type { OptOut } from '../access/opt-out.ts';
import type { RegisterStatus } from './register-status.ts';

/** What the citizen said here, or the register holds. */
export interface Statement<T = unknown> extends OptOut {
  /** Undated, a register's "none" says that it holds none, and overrides nothing. */
  readonly isDated: boolean;
  readonly source: T;
}

export interface Decision<T> {
  readonly optedOut: boolean | 'temp-unknown';
  /** The statement that decides; absent where nothing is known. */
  readonly by?: Statement<T>;
  /** One that is registered and not in force: the citizen's alone to see. */
  readonly pending?: Statement<T>;
}

/** The last statement that holds by now decides. A register that cannot be reached may hold a later one. */
export function decideResuscitation<T>(statements: readonly Statement<T>[], register: RegisterStatus, now: Date): Decision<T> {
  const ordered = statements.toSorted(bySaid);
  const pending = ordered.findLast(({ optsOut, from }) => optsOut && from > now);
  const by = ordered.findLast(({ from }) => from <= now);
  const isOpen = pending !== undefined && ordered.at(-1) === pending;
  return {
    optedOut: by === undefined || register === 'down' ? 'temp-unknown' : by.optsOut,
    ...(by !== undefined && { by }),
    ...(isOpen && { pending }),
  };
}

const bySaid = (one: Statement, other: Statement): number =>
  Number(one.isDated) - Number(other.isDated) || one.saidAt.getTime() - other.saidAt.getTime();
