import type { Migration } from 'kysely';
import * as foundation from './2026-11-22-foundation.ts';
import * as horizon from './2026-11-22-horizon.ts';
import * as minlog from './2026-11-22-minlog.ts';
import * as quarantine from './2026-11-22-quarantine.ts';
import * as stamkort from './2026-11-22-stamkort.ts';
import * as registry from './2026-11-23-registry.ts';
import * as senderQuality from './2026-11-23-sender-quality.ts';
import * as slicesOfRetention from './2026-11-23-slices-of-retention.ts';

/** A static list: type-checked, and the same under tsx, jest and dist/. A landed migration is never edited. */
export const migrations: Record<string, Migration> = {
  '2026-11-22-foundation': foundation,
  '2026-11-22-horizon': horizon,
  '2026-11-22-minlog': minlog,
  '2026-11-22-quarantine': quarantine,
  '2026-11-22-stamkort': stamkort,
  '2026-11-23-registry': registry,
  '2026-11-23-sender-quality': senderQuality,
  '2026-11-23-slices-of-retention': slicesOfRetention,
};
