import type { Log } from './log.ts';

/** What is still running after a signal is given this long. */
const STOP_MS = 10_000;

/** Ctrl-C and SIGTERM end the process, once what is under way has ended. Whoever sends SIGTERM may have others to tell of it first. */
export function stopOnSignal(running: { stop(how: { readonly drain: boolean }): Promise<void> }, log: Log): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      log.info({ signal }, 'stopping');
      setTimeout(() => process.exit(1), STOP_MS).unref();
      void running.stop({ drain: signal === 'SIGTERM' }).then(() => process.exit(0));
    });
  }
}
