/** Database → what the app needs → app: everything between the settings and the listening. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { createAuthenticate } from './access/authenticate.ts';
import { createSenderRegistry } from './access/sender-registry.ts';
import { openTrustedIssuers } from './access/trusted-issuers.ts';
import { type AppDeps, createApp } from './app.ts';
import type { Config } from './config.ts';
import { createSerialise } from './ingest/serialise.ts';
import { createIsReady } from './is-ready.ts';
import { limitWaiting } from './limit-waiting.ts';
import type { Log } from './log.ts';
import { countUnderWay } from './metrics/count-under-way.ts';
import { createMetrics, type ShareMetrics } from './metrics/metrics.ts';
import { watchQueues } from './metrics/watch-queues.ts';
import { createQualityCounts } from './quality/count-quality.ts';
import { createAppendAudit } from './store/audit-event.ts';
import { readBacklog } from './store/backlog.ts';
import type { OpenDatabase } from './store/database.ts';
import { migrateToLatest } from './store/migrate.ts';
import { ensurePartitions, SPARE_DAYS } from './store/partition.ts';
import { readCitizenIdOf, readCursorKey } from './store/setting.ts';
import { type ReplicaReads, readPrimary } from './store/tolerant-reads.ts';
import { type Clock, fixedClock, systemClock } from './time/clock.ts';
import { dateOf } from './time/zone.ts';
import { readSessionKey } from './web/session-key.ts';

/** What stands in the place of the machine's own, or of this process's alone. */
export interface Overrides {
  readonly clock?: Clock;
  readonly newId?: () => string;
  readonly shareMetrics?: ShareMetrics | undefined;
  readonly replica?: ReplicaReads | undefined;
}

export async function createService(config: Config, database: OpenDatabase, log: Log, overrides: Overrides = {}) {
  const { db } = database;
  const { replica } = overrides;
  const clock = overrides.clock ?? (config.fixedNow === undefined ? systemClock : fixedClock(config.fixedNow));
  const applied = await migrateToLatest(db);
  const partitions = await ensurePartitions(db, clock(), 2 * config.sharingWindowDays + SPARE_DAYS);
  log.info({ engine: database.engine, applied, partitions: partitions.length }, 'database ready');
  const citizenIdOf = await readCitizenIdOf(db);
  const cursorKey = await readCursorKey(db);
  const issuers = await openTrustedIssuers(config, (failure) => log.warn({ err: failure }, "an issuer's keys are out of reach"));
  const metrics = createMetrics({ token: config.metricsToken, share: overrides.shareMetrics });
  const admission = limitWaiting(config.maxWaiting);
  const appendAudit = countUnderWay(createAppendAudit(db));
  watchQueues(metrics.registry, {
    callsUnderWay: admission.underWay,
    maxCalls: config.maxWaiting,
    logLinesUnderWay: appendAudit.underWay,
    connections: database.connections,
    replicaLagS: () => replica?.lagS(),
    readBacklog: () => readBacklog(db, { today: dateOf(clock()), now: clock() }),
  });
  const deps: AppDeps = {
    config,
    db,
    reads: replica ?? readPrimary(db),
    clock,
    log,
    metrics,
    admission,
    tellReadable: metrics.tellReadable,
    newId: overrides.newId ?? randomUUID,
    citizenIdOf,
    cursorKey,
    sessionKey: await readSessionKey(config),
    windowDays: config.sharingWindowDays,
    retentionDays: config.retentionDays,
    quarantineMax: config.quarantineMax,
    optOutAge: config.resuscitationOptOutAge,
    publicUrl: config.publicUrl,
    serialise: createSerialise(),
    qualityCounts: createQualityCounts(db, clock),
    senders: createSenderRegistry(db, clock),
    appendAudit: appendAudit.work,
    authenticate: createAuthenticate(issuers),
    isReady: createIsReady(() => sql`select 1`.execute(db)),
  };
  return { ...createApp(deps), deps };
}
