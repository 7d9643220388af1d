/** Blocks bind as the Consents that they were set by say. */
import { isDeepStrictEqual } from 'node:util';
import type { Consent } from '@medplum/fhirtypes';
import type { Selectable } from 'kysely';
import { isOptOut } from '../access/opt-out.ts';
import { parseBlock } from '../access/parse-block.ts';
import { toBlockRow } from '../access/to-block-row.ts';
import { Fault } from '../fhir/fault.ts';
import { type ConsentRow, findConsentsAndBlocks } from '../store/consent.ts';
import type { BlockTable } from '../store/database.ts';
import type { Invariant } from '../store/invariant.ts';

type BlockRow = Selectable<BlockTable>;

export const blockConsent: Invariant = {
  name: 'block-consent',
  sentence: 'The blocks in force are those that the newest versions of Consents set',
  find: async (db, { ranges }, tell) => {
    for (const range of ranges) {
      const { consents, blocks } = await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute((trx) => findConsentsAndBlocks(trx, range));
      const left = new Map(blocks.map((block) => [keyOf(block), block]));
      for (const consent of consents) {
        const what = differenceOf(setBy(consent), left.get(keyOf({ ...consent, id: consent.consent_id })));
        if (what !== undefined) tell(`Consent/${consent.consent_id} ${what}`);
        left.delete(keyOf({ ...consent, id: consent.consent_id }));
      }
      for (const { id } of left.values()) tell(`Consent/${id} is not there, and its block is in force`);
    }
  },
};

const keyOf = ({ citizen_id, id }: Pick<BlockRow, 'citizen_id' | 'id'>): string => `${citizen_id} ${id}`;

function setBy({ citizen_id, consent_id, deleted, resource }: ConsentRow): BlockRow | 'unreadable' | undefined {
  if (deleted) return undefined;
  const consent = JSON.parse(resource) as Consent;
  if (isOptOut(consent)) return undefined;
  try {
    const block = parseBlock(consent);
    return block && toBlockRow(citizen_id, consent_id, block);
  } catch (cause) {
    if (cause instanceof Fault) return 'unreadable';
    throw cause;
  }
}

function differenceOf(set: BlockRow | 'unreadable' | undefined, inForce: BlockRow | undefined): string | undefined {
  if (set === 'unreadable') return 'is no block that can be read';
  if (isDeepStrictEqual(set, inForce && { ...inForce })) return undefined;
  if (set === undefined) return 'sets no block, and one is in force';
  return inForce === undefined ? 'sets a block, and none is in force' : 'sets another block than the one in force';
}
