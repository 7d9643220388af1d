/** A block as queries read it. */
import type { Selectable } from 'kysely';
import type { BlockTable } from '../store/database.ts';
import type { Block } from './parse-block.ts';

export const toBlockRow = (
  citizenId: string,
  id: string,
  { effect, valid, data, readerKeys, authorKeys, sectors }: Block,
): Selectable<BlockTable> => ({
  citizen_id: citizenId,
  id,
  effect,
  valid_from: valid.start ?? null,
  valid_until: valid.end ?? null,
  reader_keys: orNull(readerKeys),
  author_keys: orNull(authorKeys),
  sectors: orNull(sectors),
  data_from: data.start ?? null,
  data_until: data.end ?? null,
});

const orNull = <T>(list: readonly T[]): T[] | null => (list.length === 0 ? null : [...list]);
