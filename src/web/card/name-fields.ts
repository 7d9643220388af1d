/** A person's name ↔ the fields of a form. */
import type { HumanName } from '@medplum/fhirtypes';
import type { PersonName } from '../../pdc/item.ts';
import type { Field } from '../form-field.ts';
import type { Texts } from '../texts.da.ts';
import { textOf } from './card-form.ts';

const textsOf = ({ given, family = '' }: Pick<PersonName, 'given' | 'family'>) => ({ fornavn: given.join(' '), efternavn: family });

export const nameValues = (name: PersonName | undefined): Record<string, string> => textsOf(name ?? { given: [] });

export function nameFields(values: URLSearchParams, { card: { form: t } }: Texts, required: boolean): Field[] {
  const field = (name: 'fornavn' | 'efternavn', label: string, isRequired: boolean): Field => ({
    kind: 'text',
    id: name,
    name,
    label,
    value: values.get(name) ?? '',
    required: isRequired,
    maxLength: 200,
  });
  return [field('fornavn', t.given, required), field('efternavn', t.family, false)];
}

/** @param before keeps its titles, and where its given names divide; @returns undefined where both fields are empty */
export function fillName(values: URLSearchParams, before: PersonName | undefined): HumanName | undefined {
  const [first, family] = [textOf(values, 'fornavn'), textOf(values, 'efternavn')];
  if (first === undefined && family === undefined) return undefined;
  const isSame = before !== undefined && first === textsOf(before).fornavn;
  const given = isSame ? [...before.given] : (first?.split(/\s+/) ?? []);
  return {
    ...(before?.prefix !== undefined && { prefix: [...before.prefix] }),
    ...(given.length > 0 && { given }),
    ...(family !== undefined && { family }),
  };
}
