/** A job inside the service: on a timer of the machine's, which does not keep the process alive. */
export interface Repeated {
  /** Resolves once what is under way has ended. */
  stop(): Promise<void>;
}

export interface Job {
  /** From the end of one round to the beginning of the next. */
  readonly everyMs: number;
  /** Begins at once. `signal`: the service stops. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** A round that failed; the next comes all the same. */
  readonly failed: (cause: unknown) => void;
}

export function repeat({ everyMs, work, failed }: Job): Repeated {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let underway: Promise<void> = Promise.resolve();

  const run = async (): Promise<void> => {
    await work(stopping.signal).catch(failed);
    if (!stopping.signal.aborted) wait(everyMs);
  };
  const wait = (ms: number): void => {
    timer = setTimeout(() => {
      underway = run();
    }, ms).unref();
  };

  wait(0);
  return {
    stop: () => {
      stopping.abort();
      clearTimeout(timer);
      return underway;
    },
  };
}
