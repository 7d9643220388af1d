/** One of the citizen's relatives. */
import type { RelatedPerson } from '@medplum/fhirtypes';
import type { CodeableConcept } from '../../fhir/types.ts';
import type { Relative } from '../../pdc/item.ts';
import { type Card, type CardItem, itemsOf } from '../../stamkort/card.ts';
import { COMMENT, ROLE_CODE } from '../../stamkort/own-words.ts';
import { type CardForm, textOf } from './card-form.ts';
import { cardDa } from './card-texts.da.ts';
import { relationCode } from './card-values.ts';
import { fillName, nameFields, nameValues } from './name-fields.ts';
import { addTelecom, fillTelecom, telecomFields } from './telecom-fields.ts';

const RELATION = 'relation';
/** A relation that none of the choices says: its words, and the choice that keeps it. */
const AS_IT_IS = 'relation-nu';
const COMMENT_FIELD = 'bemaerkning';

const itemBy = (card: Card, id: string | undefined): CardItem<Relative> | undefined =>
  itemsOf(card, 'relative').find((item) => item.id === id);

export const relativeForm: CardForm = {
  kind: 'relative',
  removable: true,
  find: itemBy,
  values(card, id) {
    const content = itemBy(card, id)?.content;
    const values = new URLSearchParams(nameValues(content?.name));
    const chosen = choiceOf(content?.relation);
    values.set(RELATION, chosen);
    if (chosen === AS_IT_IS) values.set(AS_IT_IS, wordsOf(content?.relation));
    addTelecom(values, content?.telecom ?? [], ['phone.mobile', 'phone.home', 'phone.work']);
    values.set(COMMENT_FIELD, content?.comment ?? '');
    return values;
  },
  fields(values, { frame, isHidden }) {
    const { card: t } = frame.texts;
    const asItIs = values.get(AS_IT_IS);
    return [
      ...nameFields(values, frame.texts, true),
      {
        kind: 'choice',
        id: RELATION,
        name: RELATION,
        label: t.rows.relation,
        value: values.get(RELATION) ?? '',
        options: [['', t.notTold], ...(asItIs === null ? [] : [[AS_IT_IS, asItIs] as const]), ...Object.entries(t.rows.relations)],
        with: asItIs === null ? undefined : { name: AS_IT_IS, value: asItIs },
      },
      ...telecomFields(values, frame.texts, false),
      {
        kind: 'text',
        id: COMMENT_FIELD,
        name: COMMENT_FIELD,
        label: t.rows.comment,
        hint: isHidden ? t.form.hiddenComment : t.form.commentHint,
        value: values.get(COMMENT_FIELD) ?? '',
        maxLength: 500,
      },
    ];
  },
  fill(values, card, id) {
    const before = itemBy(card, id)?.content;
    const name = fillName(values, before?.name);
    const { telecom, paths } = fillTelecom(values, 'RelatedPerson.telecom');
    const relation = relationOf(values.get(RELATION) ?? '', before?.relation);
    const comment = textOf(values, COMMENT_FIELD);
    const body: RelatedPerson = {
      resourceType: 'RelatedPerson',
      patient: { reference: `Patient/${card.citizenId}` },
      ...(comment !== undefined && { extension: [{ url: COMMENT, valueString: comment }] }),
      ...(relation !== undefined && { relationship: [relation] }),
      ...(name !== undefined && { name: [name] }),
      ...(telecom.length > 0 && { telecom }),
    };
    return {
      change: { of: 'RelatedPerson', body, id },
      paths: new Map([
        ['fornavn', 'RelatedPerson.name[0].given'],
        ['efternavn', 'RelatedPerson.name[0].family'],
        [RELATION, 'RelatedPerson.relationship'],
        [COMMENT_FIELD, 'RelatedPerson.extension'],
        ...paths,
      ]),
    };
  },
  remove: (_card, id = '') => ({ of: 'RelatedPerson', gone: id }),
};

function choiceOf(relation: CodeableConcept | undefined): string {
  if (relation === undefined) return '';
  const code = relationCode(relation);
  return code !== undefined && (relation.text ?? cardDa.rows.relations[code]) === cardDa.rows.relations[code] ? code : AS_IT_IS;
}

const wordsOf = ({ text, coding = [] }: CodeableConcept = {}): string =>
  text ?? coding.find(({ display }) => display !== undefined)?.display ?? '?';

/** What is chosen anew says its Danish word too: others show it as it is. */
function relationOf(chosen: string, before: CodeableConcept | undefined): CodeableConcept | undefined {
  if (before !== undefined && chosen === choiceOf(before)) return before;
  const found = Object.entries(cardDa.rows.relations).find(([code]) => code === chosen);
  return found && { coding: [{ system: ROLE_CODE, code: found[0] }], text: found[1] };
}
