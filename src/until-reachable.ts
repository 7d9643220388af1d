import { setTimeout as sleep } from 'node:timers/promises';
import { isUnavailable } from './fhir/is-unavailable.ts';
import type { Log } from './log.ts';
import { OutOfReach } from './store/reach.ts';

export interface Waiting {
  readonly log: Log;
  readonly waitMs?: number;
  readonly pauseMs?: number;
}

/** Does what needs the database, and for a minute again while that is out of reach: it may be starting too. */
export async function untilReachable<T>(work: () => Promise<T>, { log, waitMs = 60_000, pauseMs = 1_000 }: Waiting): Promise<T> {
  const giveUpAt = performance.now() + waitMs;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (cause) {
      const mayCome = cause instanceof OutOfReach || isUnavailable(cause);
      if (!mayCome || performance.now() + pauseMs > giveUpAt) throw cause;
      if (attempt === 1) log.warn({ err: cause, waitMs }, 'the database is out of reach, it is tried again');
      await sleep(pauseMs);
    }
  }
}
