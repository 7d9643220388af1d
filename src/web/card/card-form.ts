/** What the form of each kind of item has in common: from an item to its fields, and from fields to a change of a resource. */
import type { CareTeam, RelatedPerson } from '@medplum/fhirtypes';
import type { Fault } from '../../fhir/fault.ts';
import type { PatchOperation } from '../../fhir/json-patch.ts';
import type { Card, CardItem } from '../../stamkort/card.ts';
import type { Field, FieldErrors } from '../form-field.ts';
import type { Frame } from '../layout.ts';
import type { Texts } from '../texts.da.ts';

export type FormKind = 'contact' | 'temporary-address' | 'language' | 'dentist' | 'relative';

export interface CardForm {
  readonly kind: FormKind;
  /** Whether it is taken away by a button; the others by emptying their fields. */
  readonly removable: boolean;
  /** @param id of a kind that a citizen has several of */
  find(card: Card, id: string | undefined): CardItem | undefined;
  /** What the fields hold of an item, or of none. */
  values(card: Card, id: string | undefined): URLSearchParams;
  /** @param values of an item, or as they were typed */
  fields(values: URLSearchParams, context: FormContext): Field[];
  fill(values: URLSearchParams, card: Card, id: string | undefined): Filled;
  remove(card: Card, id: string | undefined): CardChange;
}

export interface FormContext {
  readonly frame: Frame;
  /** The reader's own. */
  readonly isOwn: boolean;
  /** What of the item is kept from the reader, and stays as it is where its field is left empty. */
  readonly isHidden: boolean;
}

export type WrongCode = keyof Texts['card']['wrongs'];

export type Filled =
  | { readonly wrong: readonly { readonly id: string; readonly code: WrongCode }[] }
  | { readonly change: CardChange; readonly paths: FieldPaths };

/** Which field fills what of the resource, by FHIRPath. */
export type FieldPaths = ReadonlyMap<string, string>;

/** What a recipe is asked to do; `id` of one that is there. */
export type CardChange =
  | { readonly of: 'Patient'; readonly patch: readonly PatchOperation[] }
  | { readonly of: 'RelatedPerson'; readonly body: RelatedPerson; readonly id?: string | undefined }
  | { readonly of: 'CareTeam'; readonly body: CareTeam; readonly id?: string | undefined }
  | { readonly of: 'RelatedPerson' | 'CareTeam'; readonly gone: string };

const codes: Readonly<Record<string, WrongCode>> = {
  'card-text': 'text',
  'card-telecom': 'telecom',
  'card-name': 'name',
  'card-period': 'period',
  'card-language': 'language',
};

/** What a recipe refused, by the field that it came from. */
export function toFieldErrors({ issues }: Fault, paths: FieldPaths, { card }: Texts): FieldErrors {
  const errors = issues
    .filter(({ severity }) => severity === 'error')
    .map(({ expression = '', rule = '' }) => ({ id: fieldAt(expression, paths), text: card.wrongs[codes[rule] ?? 'other'] }));
  return errors.filter(({ id }, index) => errors.findIndex((one) => one.id === id) === index);
}

/** The field of the path itself or of the nearest one above; else the first of those beneath. */
function fieldAt(expression: string, paths: FieldPaths): string | undefined {
  const above = [...paths].filter(([, path]) => isWithin(expression, path)).sort(([, one], [, other]) => other.length - one.length);
  return (above[0] ?? [...paths].find(([, path]) => isWithin(path, expression)))?.[0];
}

const isWithin = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);

/** A field's text on one line; undefined where it is empty. */
export function textOf(values: URLSearchParams, name: string): string | undefined {
  const text = (values.get(name) ?? '').trim();
  return text === '' ? undefined : text;
}

/** Each line of a field that has several. */
export const linesOf = (values: URLSearchParams, name: string): string[] =>
  (values.get(name) ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** One of a field, where it is not empty. */
export const given = <K extends string>(name: K, value: string | undefined): { readonly [key in K]?: string } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [key in K]: string });
