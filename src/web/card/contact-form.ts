/** The citizen's telephone numbers and mail addresses. */
import { itemOf } from '../../stamkort/card.ts';
import type { CardForm } from './card-form.ts';
import { addTelecom, fillTelecom, telecomFields } from './telecom-fields.ts';

export const contactForm: CardForm = {
  kind: 'contact',
  removable: false,
  find: (card) => itemOf(card, 'contact'),
  values(card) {
    const values = new URLSearchParams();
    addTelecom(values, itemOf(card, 'contact')?.content.telecom ?? [], ['phone.mobile', 'phone.home', 'phone.work', 'email']);
    return values;
  },
  fields: (values, { frame, isOwn }) => telecomFields(values, frame.texts, isOwn),
  fill(values, card) {
    const { telecom, paths } = fillTelecom(values, 'Patient.telecom');
    if (telecom.length === 0) return { change: this.remove(card, undefined), paths };
    return { change: { of: 'Patient', patch: [{ op: 'add', path: ['telecom'], value: telecom }] }, paths };
  },
  remove: (card) => ({
    of: 'Patient',
    patch: itemOf(card, 'contact') === undefined ? [] : [{ op: 'remove', path: ['telecom'] }],
  }),
};
