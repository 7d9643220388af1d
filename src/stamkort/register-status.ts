/** How far a register is to be trusted now. Pure. */
import type { RegisterStateRow } from '../store/register-state.ts';

export type RegisterStatus = 'ok' | 'late' | 'down';

export interface Standing {
  readonly status: RegisterStatus;
  /** Until when what it gave is complete; undefined where it never said. */
  readonly asOf?: Date;
}

/** A register that has said nothing for so long is late, whatever it said then. */
const SILENT_MS = 24 * 3_600_000;

/** One that never said anything is judged by what it gave. */
export function standingOf(row: RegisterStateRow | undefined, now: Date): Standing {
  if (row === undefined) return { status: 'ok' };
  const isSilent = now.getTime() - row.reported_at.getTime() > SILENT_MS;
  return { status: row.state === 'ok' && isSilent ? 'late' : row.state, asOf: row.as_of };
}
