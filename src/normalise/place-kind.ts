/** The codes by which a Location says that it is a home, a telephone or a screen (DESIGN §4.1). */
import { BASE } from '../fhir/base.ts';
import type { Coding, Location } from '../fhir/types.ts';

export const PLACE_KIND_SYSTEM = `${BASE}/CodeSystem/place-kind`;
export const ROLE_CODE_SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';

/** PTRES: the patient's residence. */
export const codingOf = {
  home: { system: ROLE_CODE_SYSTEM, code: 'PTRES' },
  phone: { system: PLACE_KIND_SYSTEM, code: 'phone' },
  video: { system: PLACE_KIND_SYSTEM, code: 'video' },
} as const satisfies Record<string, Coding>;

/** A kind that is no place one travels to; nothing that a sender wrote about its place is passed on. */
export type CodedKind = keyof typeof codingOf;

export const isCodedKind = (kind: string): kind is CodedKind => kind in codingOf;

export const kindInCode = (location: Location | undefined): CodedKind | undefined =>
  (['phone', 'video', 'home'] as const).find((kind) =>
    location?.type?.some((type) =>
      type.coding?.some(({ system, code }) => system === codingOf[kind].system && code === codingOf[kind].code),
    ),
  );
