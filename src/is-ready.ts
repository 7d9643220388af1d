import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Whether the database answers, said soon enough for whoever asks: one that does not in time is as one that is gone. Who ask while the
 * answer is awaited are told the same.
 */
export function createIsReady(ask: () => Promise<unknown>, withinMs = 2_000): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined;
  return () => {
    asked ??= ask()
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        asked = undefined;
      });
    return Promise.race([asked, sleep(withinMs, false, { ref: false })]);
  };
}
