/** How the jobs inside the service do. */
import { Histogram, type Registry } from 'prom-client';
import type { TellJob } from '../tell-job.ts';

export function watchJobs(registry: Registry): TellJob {
  const runs = new Histogram({
    name: 'job_run_seconds',
    help: 'How long a run of a job took, by job and outcome',
    labelNames: ['job', 'outcome'],
    buckets: [0.01, 0.1, 1, 10, 60, 300, 1_800, 7_200],
    registers: [registry],
  });
  return ({ job, seconds, failed }) => runs.observe({ job, outcome: failed ? 'failed' : 'done' }, seconds);
}
