/** What a form asks for, done by the API's recipes on the version that the form was opened on. */
import { requireScope } from '../../access/authorise.ts';
import { Fault } from '../../fhir/fault.ts';
import { etag } from '../../fhir/headers.ts';
import { type Card, type CardItem, itemsOf } from '../../stamkort/card.ts';
import type { StamkortDeps } from '../../stamkort/deps.ts';
import { changeItem, changePatient, createItem, deleteItem } from '../../stamkort/edit-items.ts';
import { findCard } from '../../stamkort/find-card.ts';
import { readRelative } from '../../stamkort/read-typed-resources.ts';
import { isSameJson } from '../../stamkort/same-json.ts';
import type { FieldErrors } from '../form-field.ts';
import type { Texts } from '../texts.da.ts';
import type { CardCall } from './card-call.ts';
import { type CardChange, type CardForm, type Filled, toFieldErrors } from './card-form.ts';

export interface Wish {
  readonly form: CardForm;
  /** Of a kind that a citizen has several of. */
  readonly id: string | undefined;
  /** Of the item when the form was opened; `0` of one that is new. */
  readonly version: string;
  readonly fill: (card: Card) => Filled;
}

export type Outcome =
  | { readonly how: 'saved' }
  | { readonly how: 'unchanged' }
  | { readonly how: 'outdated' }
  | { readonly how: 'wrong'; readonly errors: FieldErrors };

const ATTEMPTS = 5;

/** The Patient's version counts what a register or another form changed too: only a change to the item itself is a reason to stop. */
export async function saveItem(deps: StamkortDeps, { call, asked }: CardCall, wish: Wish, texts: Texts): Promise<Outcome> {
  const { form, id, version, fill } = wish;
  for (let attempt = 1; ; attempt += 1) {
    const card = await findCard(deps, call.caller, { asked });
    const item = form.find(card, id);
    if (String(item?.version ?? 0) !== version) return { how: 'outdated' };
    const filled = fill(card);
    if ('wrong' in filled)
      return { how: 'wrong', errors: filled.wrong.map(({ id: at, code }) => ({ id: at, text: texts.card.wrongs[code] })) };
    try {
      return { how: (await carryOut(deps, call, card, item, filled.change)) ? 'saved' : 'unchanged' };
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      if (changedMeanwhile.includes(cause.status) && attempt < ATTEMPTS) continue;
      if (cause.status !== 400 && cause.status !== 422) throw cause;
      return { how: 'wrong', errors: toFieldErrors(cause, filled.paths, texts) };
    }
  }
}

/** There is one already; deleted; another version. */
const changedMeanwhile: readonly number[] = [409, 410, 412];

/** @returns whether anything is another than before */
async function carryOut(
  deps: StamkortDeps,
  call: CardCall['call'],
  card: Card,
  item: CardItem | undefined,
  change: CardChange,
): Promise<boolean> {
  const ifMatch = item && etag(item.version);
  if (change.of === 'Patient') {
    requireScope(call.caller, 'Patient', 'u');
    const { version } = await changePatient(deps, call, card.citizenId, change, etag(card.patientVersion));
    return version !== String(card.patientVersion);
  }
  if ('gone' in change) {
    requireScope(call.caller, change.of, 'd');
    await deleteItem(deps, call, change.of, change.gone, ifMatch);
    return true;
  }
  const { of, id, body } = change;
  if (id !== undefined) {
    requireScope(call.caller, of, 'u');
    return (await changeItem(deps, call, of, id, { body: { ...body, id } }, ifMatch)).version !== String(item?.version);
  }
  requireScope(call.caller, of, 'c');
  if (isThere(card, change)) return false;
  await createItem(deps, call, of, body);
  return true;
}

/** A form that is sent twice makes one. */
function isThere(card: Card, change: CardChange): boolean {
  if (change.of !== 'RelatedPerson' || 'gone' in change) return false;
  const content = readRelative(change.body, undefined);
  return itemsOf(card, 'relative').some((item) => isSameJson(item.content, content));
}
