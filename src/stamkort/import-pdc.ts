/**
 * `$import-pdc`: a card of a local system comes in, once, before that system goes live on this one. Of the document the items that were typed
 * in are stored; what registers own comes from the registers. It never meets a card that is there already.
 */
import type { Parameters, ParametersParameter } from '@medplum/fhirtypes';
import type { RegisterCaller } from '../access/caller.ts';
import { fault } from '../fhir/fault.ts';
import { toOutcome } from '../fhir/outcome.ts';
import type { RuleId } from '../fhir/rule.ts';
import type { Kind } from '../pdc/item.ts';
import { type PdcDocument, type ReadItem, readPdc } from '../pdc/read-pdc.ts';
import { findItemOwner, findItems } from '../store/stamkort-item.ts';
import type { CallOf, StamkortDeps } from './deps.ts';
import { persist } from './feed-register.ts';
import { isSingle, registerOf } from './kinds.ts';
import { type Edit, storeChange } from './store-change.ts';

type Fate = { readonly result: 'stored' } | { readonly result: 'left-out'; readonly rule: RuleId };

export interface Imported {
  readonly citizenId: string;
  readonly stored: number;
  readonly report: Parameters;
}

/** @throws Fault 400 for what is no PDC document, 409 where the citizen has a card */
export function importPdc(deps: StamkortDeps, call: CallOf<RegisterCaller>, xml: string): Promise<Imported> {
  const { citizen, items, findings, version } = readPdc(xml);
  const citizenId = deps.citizenIdOf(citizen);
  const judged = items.map((item, index) => ({ item, fate: fateOf(item, items.slice(0, index)) }));
  return persist(async () => {
    const present = await findItems(deps.db, citizenId);
    if (present.some(({ register }) => register === null)) {
      throw fault('duplicate', 'The citizen has a card already, which a migration does not touch', { rule: 'card-import-exists' });
    }
    const edits: Edit[] = [];
    for (const { item, fate } of judged) if (fate.result === 'stored') edits.push(await toEdit(deps, item));
    if (edits.length > 0) {
      await storeChange(
        deps,
        call,
        { citizenId, identifier: citizen },
        {
          edits,
          interaction: 'operation',
          operation: '$import-pdc',
          resourceType: 'Patient',
          document: xml,
        },
      );
    }
    const ids = edits.map(({ id }) => id);
    return { citizenId, stored: edits.length, report: toReport(version, judged, ids, findings) };
  });
}

/** By the register's word alone, or breaking a rule of the card: left out, and told of. */
function fateOf({ content, author }: ReadItem, earlier: readonly ReadItem[]): Fate {
  const leftOut = (rule: RuleId): Fate => ({ result: 'left-out', rule });
  if (registerOf[content.kind] !== undefined || author.kind === 'register') return leftOut('card-register-owned');
  if (isSingle(content.kind) && earlier.some((other) => other.content.kind === content.kind)) return leftOut('card-single');
  if (content.kind === 'relative' && content.name.given.length === 0) return leftOut('card-name');
  if (content.kind === 'language' && !/^[a-z]{2}$/.test(content.code)) return leftOut('card-language');
  if (content.kind === 'temporary-address' && content.from !== undefined && content.to !== undefined && content.to < content.from)
    return leftOut('card-period');
  return { result: 'stored' };
}

/** With its own id, unless another item has it: published documents share some. */
async function toEdit(deps: StamkortDeps, { id, content, author, recordedAt }: ReadItem): Promise<Edit> {
  const isFree = id !== undefined && (await findItemOwner(deps.db, id)) === undefined;
  return {
    id: isFree ? id : deps.newId(),
    kind: content.kind,
    content,
    author,
    recordedAt: recordedAt === undefined ? null : new Date(recordedAt),
  };
}

interface Judged {
  readonly item: ReadItem;
  readonly fate: Fate;
}

function toReport(
  version: string,
  judged: readonly Judged[],
  ids: readonly (string | undefined)[],
  findings: PdcDocument['findings'],
): Parameters {
  let stored = 0;
  const items = judged.map(({ item: { content }, fate }): ParametersParameter => {
    const id = fate.result === 'stored' ? ids[stored++] : undefined;
    return {
      name: 'item',
      part: [
        { name: 'kind', valueCode: content.kind satisfies Kind },
        { name: 'result', valueCode: fate.result },
        ...(fate.result === 'left-out' ? [{ name: 'rule', valueCode: fate.rule }] : []),
        ...(id === undefined ? [] : [{ name: 'id', valueId: id }]),
      ],
    };
  });
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'version', valueString: version },
      ...items,
      ...(findings.length > 0 ? [{ name: 'outcome', resource: toOutcome(findings) }] : []),
    ],
  };
}
