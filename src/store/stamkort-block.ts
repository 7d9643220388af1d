/** Whether a citizen's blocks keep a reader from everything of theirs. */
import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';
import { boundBlocks, type Visible } from './visible.ts';

/** By a block that hides, and names no organisation, sector or dates whose data alone it is about. */
export async function isAllBlocked(db: Kysely<Database>, visible: Visible, citizenId: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ is_blocked: boolean }>`
    with ${boundBlocks(visible, citizenId, now)}
    select exists (
      select from bound
      where effect = 'hide' and author_keys is null and sectors is null and data_from is null and data_until is null
    ) as is_blocked`.execute(db);
  return rows[0]?.is_blocked === true;
}
