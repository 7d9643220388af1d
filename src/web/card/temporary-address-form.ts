/** Where the citizen stays for a while. */
import type { Address } from '../../fhir/types.ts';
import { type Card, itemOf } from '../../stamkort/card.ts';
import { toPatient } from '../../stamkort/to-patient.ts';
import { parseDate } from '../../time/parse-date.ts';
import { addressFields, addressPaths, addressValues, fillAddress } from './address-fields.ts';
import { type CardForm, textOf } from './card-form.ts';

export const temporaryAddressForm: CardForm = {
  kind: 'temporary-address',
  removable: true,
  find: (card) => itemOf(card, 'temporary-address'),
  values(card) {
    const { address, from, to } = itemOf(card, 'temporary-address')?.content ?? {};
    // Of an address that is kept from the reader its period is too.
    const period = address === undefined ? {} : { ...(from !== undefined && { fra: from }), ...(to !== undefined && { til: to }) };
    return new URLSearchParams({ ...addressValues(address), ...period });
  },
  fields(values, { frame, isHidden }) {
    const { card: t } = frame.texts;
    return [
      ...addressFields(values, frame.texts, { required: true, hint: isHidden ? t.form.hiddenAddress : t.form.addressHint }),
      { kind: 'date', id: 'fra', name: 'fra', label: t.form.from, value: values.get('fra') ?? '' },
      { kind: 'date', id: 'til', name: 'til', label: t.form.to, hint: t.form.toHint, value: values.get('til') ?? '' },
    ];
  },
  fill(values, card) {
    const address = fillAddress(values);
    const wrong = (['fra', 'til'] as const).filter((name) => {
      const text = textOf(values, name);
      return text !== undefined && parseDate(text) === undefined;
    });
    const [start, end] = [textOf(values, 'fra'), textOf(values, 'til')];
    const isReversed = wrong.length === 0 && start !== undefined && end !== undefined && end < start;
    if (address.line === undefined || wrong.length > 0 || isReversed) {
      return {
        wrong: [
          ...(address.line === undefined ? [{ id: 'adresse', code: 'address' as const }] : []),
          ...wrong.map((id) => ({ id, code: 'date' as const })),
          ...(isReversed ? [{ id: 'til', code: 'period' as const }] : []),
        ],
      };
    }
    const period = { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
    const value: Address = { ...address, use: 'temp', ...(Object.keys(period).length > 0 && { period }) };
    const { addresses, index } = placeIn(card);
    const path = `Patient.address[${index}]`;
    const paths = new Map([...addressPaths(path), ['til', `${path}.period`]]);
    if (addresses.length === 0) return { change: { of: 'Patient', patch: [{ op: 'add', path: ['address'], value: [value] }] }, paths };
    const op = index < addresses.length ? 'replace' : 'add';
    return { change: { of: 'Patient', patch: [{ op, path: ['address', String(index)], value }] }, paths };
  },
  remove(card) {
    const { addresses, index } = placeIn(card);
    if (index === addresses.length) return { of: 'Patient', patch: [] };
    return { of: 'Patient', patch: [{ op: 'remove', path: addresses.length === 1 ? ['address'] : ['address', String(index)] }] };
  },
};

/** Among the citizen's addresses as the reader is shown them: which is this one, or the one after the last. */
function placeIn(card: Card): { readonly addresses: readonly Address[]; readonly index: number } {
  const addresses = toPatient(card).address ?? [];
  const at = addresses.findIndex(({ use }) => use === 'temp');
  return { addresses, index: at === -1 ? addresses.length : at };
}
