/** An address ↔ the fields of a form. */
import type { Address } from '../../fhir/types.ts';
import type { Field } from '../form-field.ts';
import type { Texts } from '../texts.da.ts';
import { type FieldPaths, given, linesOf, textOf } from './card-form.ts';

export const addressValues = ({ line = [], postalCode = '', city = '', country = '' }: Address = {}): Record<string, string> => ({
  adresse: line.join('\n'),
  postnummer: postalCode,
  by: city,
  land: country,
});

export interface AddressHelp {
  readonly required: boolean;
  readonly hint: string;
}

export function addressFields(values: URLSearchParams, { card: { form: t } }: Texts, { required, hint }: AddressHelp): Field[] {
  const text = (name: string, label: string): Field => ({
    kind: 'text',
    id: name,
    name,
    label,
    value: values.get(name) ?? '',
    maxLength: 500,
  });
  return [
    { kind: 'lines', id: 'adresse', name: 'adresse', label: t.street, hint, value: values.get('adresse') ?? '', required },
    text('postnummer', t.postalCode),
    text('by', t.city),
    text('land', t.country),
  ];
}

export function fillAddress(values: URLSearchParams): Address {
  const line = linesOf(values, 'adresse');
  return {
    ...(line.length > 0 && { line }),
    ...given('city', textOf(values, 'by')),
    ...given('postalCode', textOf(values, 'postnummer')),
    ...given('country', textOf(values, 'land')),
  };
}

export const addressPaths = (path: string): FieldPaths =>
  new Map([
    ['adresse', `${path}.line`],
    ['postnummer', `${path}.postalCode`],
    ['by', `${path}.city`],
    ['land', `${path}.country`],
  ]);
