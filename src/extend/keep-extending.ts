/** The job inside the service: on a timer of the machine's, which does not keep the process alive. */
import { noteWindow } from '../store/note-window.ts';
import { type TellJob, tellOf } from '../tell-job.ts';
import { type ExtendDeps, extendHorizon } from './extend-horizon.ts';

const EVERY_MS = 60_000;

export interface KeptExtending {
  /** Resolves once what is under way has ended. */
  stop(): Promise<void>;
}

/** Begins at once, and looks every minute whether another day has come. A failure is logged, and what was left is taken up again. */
export function keepExtending(deps: Omit<ExtendDeps, 'signal'> & { readonly tellJob: TellJob }): KeptExtending {
  const { db, windowDays, log, tellJob } = deps;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let underway: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    try {
      await tellOf(tellJob, 'extend', async () => {
        await noteWindow(db, windowDays);
        await extendHorizon({ ...deps, signal: stopping.signal });
      });
    } catch (cause) {
      log.error({ err: cause }, 'series could not be extended');
    }
    if (!stopping.signal.aborted) wait(EVERY_MS);
  }

  function wait(ms: number): void {
    timer = setTimeout(() => {
      underway = work();
    }, ms).unref();
  }

  wait(0);
  return {
    stop: () => {
      stopping.abort();
      clearTimeout(timer);
      return underway;
    },
  };
}
