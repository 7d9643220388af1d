/** A snapshot's flat list of elements as a tree. */
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';

export interface ElementType {
  readonly code: string;
  /** The type's own narrower definition (SimpleQuantity), by its last part. */
  readonly profile: string | undefined;
  /** Resource types that a Reference may point to; undefined: any. */
  readonly targets: ReadonlySet<string> | undefined;
}

export interface ElementNode {
  /** Last part of the path, without `[x]`. */
  readonly name: string;
  readonly path: string;
  readonly isChoice: boolean;
  readonly definition: ElementDefinition;
  readonly types: readonly ElementType[];
  readonly children: ElementNode[];
  /** Of a sliced element, in order. */
  readonly slices: ElementNode[];
}

/** HL7's R4 files name the type of `id` and `url` by FHIRPath's System types, and the FHIR type in an extension. */
const FHIR_TYPE = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type';

type TypeRef = NonNullable<ElementDefinition['type']>[number];

function toType(type: TypeRef, isResourceId: boolean): ElementType {
  const named = type.extension?.find(({ url }) => url === FHIR_TYPE);
  // The id of a resource is a string in HL7's file, and an id in the text of the specification.
  const code = isResourceId ? 'id' : (named?.valueUrl ?? named?.valueUri ?? type.code ?? '');
  return { code, profile: type.profile?.[0]?.replace(/^.*\//, ''), targets: targetsOf(type) };
}

function targetsOf({ targetProfile }: TypeRef): ReadonlySet<string> | undefined {
  const names = targetProfile?.map((url) => url.slice(url.lastIndexOf('/') + 1));
  return names === undefined || names.includes('Resource') ? undefined : new Set(names);
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

export function toTree({ snapshot, url, kind, type }: StructureDefinition): ElementNode {
  const elements = snapshot?.element ?? [];
  const byId = new Map<string, ElementNode>();
  let root: ElementNode | undefined;
  for (const definition of elements) {
    const path = definition.path ?? '';
    const id = definition.id ?? path;
    const node: ElementNode = {
      name: lastPart(path).replace('[x]', ''),
      path,
      isChoice: path.endsWith('[x]'),
      definition,
      types: (definition.type ?? []).map((ref) => toType(ref, kind === 'resource' && path === `${type}.id`)),
      children: [],
      slices: [],
    };
    byId.set(id, node);
    root ??= node;
    if (node === root) continue;
    const sliced = definition.sliceName === undefined ? undefined : byId.get(id.slice(0, id.lastIndexOf(':')));
    if (sliced === undefined) byId.get(id.slice(0, id.lastIndexOf('.')))?.children.push(node);
    else sliced.slices.push(node);
  }
  if (root === undefined) throw new Error(`${url} has no snapshot`);
  return root;
}

/** The names that an element may have in JSON, without those of siblings: one, or one for each type of a choice. */
export const namesOf = ({ isChoice, name, types }: ElementNode): readonly string[] =>
  isChoice ? types.map(({ code }) => name + code.charAt(0).toUpperCase() + code.slice(1)) : [name];
