import type { Migration } from 'kysely';
import * as foundation from './2026-11-22-foundation.ts';
import * as stamkort from './2026-11-22-stamkort.ts';
import * as extending from './2026-11-24-extending.ts';
import * as minlog from './2026-11-24-minlog.ts';
import * as quarantine from './2026-11-24-quarantine.ts';

/** A static list: type-checked, and the same under tsx, jest and dist/. A landed migration is never edited. */
export const migrations: Record<string, Migration> = {
  '2026-11-22-foundation': foundation,
  '2026-11-22-stamkort': stamkort,
  '2026-11-24-extending': extending,
  '2026-11-24-minlog': minlog,
  '2026-11-24-quarantine': quarantine,
};
