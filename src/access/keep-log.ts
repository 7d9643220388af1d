/** The log's jobs inside the service, by the machine's clock: old months go, and look-ups are handed over to MinLog where that is set. */
import type { Kysely } from 'kysely';
import type { Log } from '../log.ts';
import type { Database } from '../store/database.ts';
import { dropAuditMonths } from '../store/drop-audit-months.ts';
import { type TellJob, tellOf } from '../tell-job.ts';
import type { Clock } from '../time/clock.ts';
import { handOver, type MinlogTarget } from './hand-over.ts';

export interface KeepLogDeps {
  readonly db: Kysely<Database>;
  /** The domain's: says what is old. */
  readonly clock: Clock;
  readonly machineClock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
  readonly auditRetentionDays: number;
  readonly minlog: MinlogTarget | undefined;
  readonly tellJob: TellJob;
}

const HOUR_MS = 3_600_000;
const HAND_OVER_EVERY_MS = 5_000;

export interface KeptLog {
  /** Resolves once what is under way has ended. */
  stop(): Promise<void>;
}

/** A failure is logged, and what was left is taken up again. */
export function keepLog({ db, clock, machineClock, log, publicUrl, auditRetentionDays, minlog: target, tellJob }: KeepLogDeps): KeptLog {
  const stopping = new AbortController();
  const { signal } = stopping;
  const jobs = [
    every('drop-log-months', HOUR_MS, async () => {
      const dropped = await dropAuditMonths(db, clock(), auditRetentionDays);
      if (dropped.length > 0) log.info({ dropped }, 'months of the log dropped');
    }),
    ...(target === undefined
      ? []
      : [
          every('hand-over', HAND_OVER_EVERY_MS, async () => {
            const accepted = await handOver({ db, machineClock, log, publicUrl, target, signal });
            if (accepted > 0) log.info({ accepted }, 'handed over to MinLog');
          }),
        ]),
  ];

  function every(job: string, ms: number, work: () => Promise<void>): () => Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let underway: Promise<void> = Promise.resolve();
    const run = async (): Promise<void> => {
      await tellOf(tellJob, job, work).catch((cause: unknown) => log.error({ err: cause }, 'a job of the log failed'));
      if (signal.aborted) return;
      timer = setTimeout(() => {
        underway = run();
      }, ms).unref();
    };
    underway = run();
    return () => {
      clearTimeout(timer);
      return underway;
    };
  }

  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(jobs.map((stop) => stop()));
    },
  };
}
