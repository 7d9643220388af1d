/** What was counted is written on a timer of the machine's, which does not keep the process alive. */
import type { Log } from '../log.ts';
import type { KeptQualityCounts } from './count-quality.ts';

const EVERY_MS = 1_000;

export interface KeptCounting {
  /** Resolves once the last of it is written; call it when nobody counts any more. */
  stop(): Promise<void>;
}

/** A failure is logged, and what was left is written the next time. */
export function keepCounting({ qualityCounts, log }: { readonly qualityCounts: KeptQualityCounts; readonly log: Log }): KeptCounting {
  const write = (): Promise<void> =>
    qualityCounts.flush().catch((cause: unknown) => log.error({ err: cause }, 'figures of quality could not be written'));
  const timer = setInterval(write, EVERY_MS).unref();
  return {
    stop: () => {
      clearInterval(timer);
      return write();
    },
  };
}
