/** The citizen's dentist. */
import type { CareTeam, Organization } from '@medplum/fhirtypes';
import { fullName } from '../../pdc/item.ts';
import { itemOf } from '../../stamkort/card.ts';
import { DENTIST } from '../../stamkort/own-words.ts';
import { CLINIC } from '../../stamkort/to-care-team.ts';
import type { Field } from '../form-field.ts';
import { addressFields, addressPaths, addressValues, fillAddress } from './address-fields.ts';
import { type CardForm, textOf } from './card-form.ts';
import { YDER_SYSTEM } from './card-values.ts';
import { fillName, nameFields, nameValues } from './name-fields.ts';
import { addTelecom, fillTelecom, telecomFields } from './telecom-fields.ts';

export const dentistForm: CardForm = {
  kind: 'dentist',
  removable: true,
  find: (card) => itemOf(card, 'dentist'),
  values(card) {
    const { clinic = '', name, identifier, address, telecom = [] } = itemOf(card, 'dentist')?.content ?? {};
    const values = new URLSearchParams({
      ...{ klinik: clinic, ...nameValues(name), ydernummer: identifier?.value ?? '' },
      ...addressValues(address),
    });
    addTelecom(values, telecom, ['phone.work']);
    return values;
  },
  fields(values, { frame, isHidden }) {
    const { card: t } = frame.texts;
    const text = (name: string, label: string, hint?: string): Field => ({
      ...{ kind: 'text', id: name, name, label, hint, value: values.get(name) ?? '', maxLength: 200 },
    });
    return [
      text('klinik', t.rows.clinic),
      ...nameFields(values, frame.texts, false).map((field) => ({ ...field, label: t.form.ofDentist(field.label) })),
      ...telecomFields(values, frame.texts, false),
      ...addressFields(values, frame.texts, { required: false, hint: isHidden ? t.form.hiddenAddress : t.form.addressHint }),
      text('ydernummer', t.rows.ydernummer, t.form.ydernummerHint),
    ];
  },
  fill(values, card) {
    const item = itemOf(card, 'dentist');
    const before = item?.content;
    const clinic = textOf(values, 'klinik');
    const name = fillName(values, before?.name);
    if (clinic === undefined && name === undefined) return { wrong: [{ id: 'klinik', code: 'clinic' }] };
    const path = 'CareTeam.contained[0]';
    const { telecom, paths } = fillTelecom(values, `${path}.telecom`);
    const address = fillAddress(values);
    const number = textOf(values, 'ydernummer');
    const organization: Organization = {
      resourceType: 'Organization',
      id: CLINIC,
      ...(number !== undefined && {
        identifier: [number === before?.identifier?.value ? before.identifier : { system: YDER_SYSTEM, value: number }],
      }),
      // org-1: one without a name of its own is called by its dentist's.
      name: clinic ?? fullName({ ...name, given: name?.given ?? [] }),
      ...(telecom.length > 0 && { telecom }),
      ...(Object.keys(address).length > 0 && { address: [{ ...address, use: 'work' }] }),
      ...(name !== undefined && { contact: [{ name }] }),
    };
    const body: CareTeam = {
      resourceType: 'CareTeam',
      contained: [organization],
      status: 'active',
      subject: { reference: `Patient/${card.citizenId}` },
      participant: [{ role: [{ coding: [DENTIST] }], member: { reference: `#${CLINIC}` } }],
    };
    return {
      change: { of: 'CareTeam', body, id: item?.id },
      paths: new Map([
        ['klinik', `${path}.name`],
        ['fornavn', `${path}.contact[0].name.given`],
        ['efternavn', `${path}.contact[0].name.family`],
        ['ydernummer', `${path}.identifier`],
        ...addressPaths(`${path}.address[0]`),
        ...paths,
      ]),
    };
  },
  remove: (card) => ({ of: 'CareTeam', gone: itemOf(card, 'dentist')?.id ?? '' }),
};
