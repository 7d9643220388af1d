/** The language that the citizen speaks. */
import { itemOf } from '../../stamkort/card.ts';
import { LANGUAGE_SYSTEM } from '../../stamkort/own-words.ts';
import type { CardForm } from './card-form.ts';
import { languageName } from './card-values.ts';

const NAME = 'sprog';

export const languageForm: CardForm = {
  kind: 'language',
  removable: false,
  find: (card) => itemOf(card, 'language'),
  values: (card) => new URLSearchParams({ [NAME]: itemOf(card, 'language')?.content.code ?? '' }),
  fields(values, { frame }) {
    const { card: t, language } = frame.texts;
    const names = codes.flatMap((code) => {
      const name = languageName(code, language.code);
      return name === undefined ? [] : [[code, name] as const];
    });
    const inOrder = names.toSorted(([, one], [, other]) => one.localeCompare(other, language.code));
    return [
      {
        kind: 'choice',
        id: NAME,
        name: NAME,
        label: t.form.language,
        hint: t.form.languageHint,
        value: values.get(NAME) ?? '',
        options: [['', t.notTold], ...inOrder],
      },
    ];
  },
  fill(values, card) {
    const code = values.get(NAME) ?? '';
    const paths = new Map([[NAME, 'Patient.communication']]);
    if (code === '') return { change: this.remove(card, undefined), paths };
    if (code === itemOf(card, 'language')?.content.code) return { change: { of: 'Patient', patch: [] }, paths };
    const display = languageName(code, 'da');
    const coding = [{ system: LANGUAGE_SYSTEM, code, ...(display !== undefined && { display }) }];
    const value = [{ language: { coding }, preferred: true }];
    return { change: { of: 'Patient', patch: [{ op: 'add', path: ['communication'], value }] }, paths };
  },
  remove: (card) => ({
    of: 'Patient',
    patch: itemOf(card, 'language') === undefined ? [] : [{ op: 'remove', path: ['communication'] }],
  }),
};

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

/** ISO 639-1, without those that another has replaced. */
const codes: readonly string[] = letters
  .flatMap((first) => letters.map((second) => `${first}${second}`))
  .filter((code) => languageName(code, 'en') !== undefined && new Intl.Locale(code).language === code);
