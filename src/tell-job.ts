/** Told of each run of a job inside the service, once it has ended. */
export type TellJob = (run: { readonly job: string; readonly seconds: number; readonly failed: boolean }) => void;

/** Runs a job and tells of it; what it throws goes on. */
export async function tellOf<T>(tellJob: TellJob, job: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const tell = (failed: boolean): void => tellJob({ job, seconds: (performance.now() - begun) / 1000, failed });
  try {
    const done = await work();
    tell(false);
    return done;
  } catch (cause) {
    tell(true);
    throw cause;
  }
}
