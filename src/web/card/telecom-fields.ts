/** Telephone numbers and mail addresses ↔ fields: those that are there, each of its kind, and an empty one of each kind that is asked for. */
import type { ContactPoint } from '../../fhir/types.ts';
import type { Field } from '../form-field.ts';
import type { Texts } from '../texts.da.ts';
import type { FieldPaths } from './card-form.ts';
import { type TelecomKey, telecomKey } from './card-values.ts';

const NUMBER = 'nummer';
const KIND = 'slags';

export function addTelecom(values: URLSearchParams, telecom: readonly ContactPoint[], wanted: readonly TelecomKey[]): void {
  const there = telecom.map((one) => [telecomKey(one), one.value ?? ''] as const);
  const missing = wanted.filter((key) => !there.some(([kind]) => kind === key)).map((key) => [key, ''] as const);
  for (const [kind, value] of [...there, ...missing]) {
    values.append(KIND, kind);
    values.append(NUMBER, value);
  }
}

/** Pairs, in the order of the form. */
const pairsOf = (values: URLSearchParams): (readonly [TelecomKey | undefined, string])[] => {
  const numbers = values.getAll(NUMBER);
  return values.getAll(KIND).map((kind, index) => [keys.find((key) => key === kind), (numbers[index] ?? '').trim()]);
};

const keys: readonly TelecomKey[] = [
  ...(['phone.mobile', 'phone.home', 'phone.work', 'phone'] as const),
  ...(['email', 'email.home', 'email.work', 'email.mobile'] as const),
];

export function telecomFields(values: URLSearchParams, { card }: Texts, isOwn: boolean): Field[] {
  return pairsOf(values).flatMap(([key, value], index): Field[] => {
    if (key === undefined) return [];
    const kind = key.startsWith('email') ? 'email' : 'tel';
    return [
      {
        kind,
        id: idOf(index),
        name: NUMBER,
        label: card.rows.telecom[key],
        value,
        maxLength: 100,
        with: { name: KIND, value: key },
        ...(isOwn && { autocomplete: kind }),
      },
    ];
  });
}

const idOf = (index: number): string => `${NUMBER}-${index}`;

/** @param path of the list */
export function fillTelecom(values: URLSearchParams, path: string): { readonly telecom: ContactPoint[]; readonly paths: FieldPaths } {
  const telecom: ContactPoint[] = [];
  const paths = new Map<string, string>();
  for (const [index, [key, value]] of pairsOf(values).entries()) {
    if (key === undefined || value === '') continue;
    paths.set(idOf(index), `${path}[${telecom.length}]`);
    telecom.push(toContactPoint(key, value));
  }
  return { telecom, paths };
}

function toContactPoint(key: TelecomKey, value: string): ContactPoint {
  const [system, use] = key.split('.');
  return {
    system: system === 'email' ? 'email' : 'phone',
    value,
    ...((use === 'home' || use === 'work' || use === 'mobile') && { use }),
  };
}
