/** Settings made by the database itself, and the citizen ids computed with one of them. */
import { createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import type { Database } from './database.ts';

/** A citizen's id from their number: computed, so that no look-up is needed and two ingests cannot race to make one. */
export type CitizenIdOf = (identifier: CitizenIdentifier) => string;

/** HMAC-SHA-256(key, system + `|` + value), its first 16 bytes as a uuid of version 8 (RFC 9562 §5.8). */
export const readCitizenIdOf = async (db: Kysely<Database>): Promise<CitizenIdOf> => citizenIdOf(await readKey(db));

/** What signs the cursors of searches: the same in every process, and no use for anything else. */
export const readCursorKey = async (db: Kysely<Database>): Promise<Buffer> =>
  createHmac('sha256', await readKey(db))
    .update('search cursor')
    .digest();

async function readKey(db: Kysely<Database>): Promise<Buffer> {
  const { value } = await db.selectFrom('setting').select('value').where('name', '=', 'citizen_key').executeTakeFirstOrThrow();
  return Buffer.from(value, 'hex');
}

export const citizenIdOf =
  (key: Buffer): CitizenIdOf =>
  ({ system, value }) => {
    const bytes = createHmac('sha256', key).update(`${system}|${value}`).digest().subarray(0, 16);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
