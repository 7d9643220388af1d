/** The parts of a complex R5-in-R4 extension, by their short names; the cross-version packages write them long or short. */
import type { Extension } from '../fhir/types.ts';
import type { Refuse } from './refuse.ts';

/** Each part's value element, or `extension` where it has parts of its own; `many` for those that may stand again. */
export type Shape = Readonly<Record<string, { readonly value: keyof Extension; readonly many?: boolean }>>;

export const once = <V extends keyof Extension>(value: V) => ({ value }) as const;
export const several = <V extends keyof Extension>(value: V) => ({ value, many: true }) as const;

export interface Part {
  readonly extension: Extension;
  /** FHIRPath of it. */
  readonly at: string;
}

/** The parts of `element`, all known, of their own type and not too many; anything else is an issue and left out. */
export function nestedExtensions<S extends Shape>(
  { extension: element, at: path }: Part,
  { stem, shape }: { readonly stem: string; readonly shape: S },
  refuse: Refuse,
): (name: keyof S & string) => readonly Part[] {
  const parts = new Map<string, Part[]>();
  for (const [index, extension] of (element.extension ?? []).entries()) {
    const at = `${path}.extension[${index}]`;
    const name = extension.url?.startsWith(`${stem}.`) ? extension.url.slice(stem.length + 1) : extension.url;
    const known = name !== undefined && Object.hasOwn(shape, name) ? shape[name] : undefined;
    const refused = (what: string): void => refuse('recurrence-template', what, at);
    if (name === undefined || known === undefined) refused('recurrenceTemplate has no such part in FHIR R5');
    else if (extension[known.value] === undefined) refused(`${name} holds ${known.value}`);
    else if (parts.has(name) && known.many !== true) refused(`${name} is there once`);
    else parts.set(name, [...(parts.get(name) ?? []), { extension, at }]);
  }
  return (name) => parts.get(name) ?? [];
}
