import { fault } from '../fhir/fault.ts';

/**
 * Runs work one at a time for each key, in the order asked. Two writers of one citizen in this process thus wait for each other instead
 * of colliding in the database; those of other processes still collide there, and plan anew.
 */
export type Serialise = <T>(keys: readonly string[], work: () => Promise<T>) => Promise<T>;

/** Where each before has to wait for a database that says nothing, nobody waits for all of them. */
const WAIT_MS = 10_000;

/** @throws Fault `lock-error` where work asked for before is not done in time */
export function createSerialise(waitMs = WAIT_MS): Serialise {
  const last = new Map<string, Promise<void>>();
  return async (keys, work) => {
    const own = [...new Set(keys)];
    const before = own.flatMap((key) => last.get(key) ?? []);
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    // All keys are taken in one turn of the event loop, so no two pieces of work can wait for each other.
    for (const key of own) last.set(key, finished);
    const leave = (): void => {
      for (const key of own) if (last.get(key) === finished) last.delete(key);
      finish();
    };
    try {
      await inTime(before, waitMs);
    } catch (cause) {
      // Those behind still wait for those before.
      void Promise.all(before).then(leave);
      throw cause;
    }
    try {
      return await work();
    } finally {
      leave();
    }
  };
}

async function inTime(before: readonly Promise<void>[], waitMs: number): Promise<void> {
  if (before.length === 0) return;
  let late: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const refusal = fault('lock-error', 'Others write to the same citizen: send it again', { headers: { 'Retry-After': '2' } });
    late = setTimeout(() => reject(refusal), waitMs);
  });
  try {
    await Promise.race([Promise.all(before), tooLate]);
  } finally {
    clearTimeout(late);
  }
}
