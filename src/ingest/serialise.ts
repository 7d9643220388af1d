/**
 * Runs work one at a time for each key, in the order asked. Two writers of one citizen in this process thus wait for each other instead
 * of colliding in the database; those of other processes still collide there, and plan anew.
 */
export type Serialise = <T>(keys: readonly string[], work: () => Promise<T>) => Promise<T>;

export function createSerialise(): Serialise {
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
    await Promise.all(before);
    try {
      return await work();
    } finally {
      for (const key of own) if (last.get(key) === finished) last.delete(key);
      finish();
    }
  };
}
