/** The job inside the service: looks every hour whether another month is past, and drops what nobody mended. */
import { type TellJob, tellOf } from '../tell-job.ts';
import { type Repeated, repeat } from '../time/repeat.ts';
import { type DropQuarantinedDeps, dropQuarantined } from './drop-quarantined.ts';
import { type RetainDeps, retain } from './retain.ts';

const EVERY_MS = 3_600_000;

/** A failure is logged, and what was left is taken up again. */
export const keepRetaining = (deps: Omit<RetainDeps, 'signal'> & DropQuarantinedDeps & { readonly tellJob: TellJob }): Repeated =>
  repeat({
    everyMs: EVERY_MS,
    work: (signal) =>
      tellOf(deps.tellJob, 'retain', async () => {
        await dropQuarantined(deps);
        await retain({ ...deps, signal });
      }),
    failed: (cause) => deps.log.error({ err: cause }, 'what is past could not be taken away'),
  });
