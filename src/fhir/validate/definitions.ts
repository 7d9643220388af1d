/** The definitions in `fhir-profiles/`, by canonical url; HL7's are parsed when first met. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';

export const profilesDirectory: string = findUp(dirname(fileURLToPath(import.meta.url)));

function findUp(from: string): string {
  const here = join(from, 'fhir-profiles');
  return existsSync(here) ? here : findUp(dirname(from));
}

/** Lines of an NDJSON file by a key that stands in each, unparsed. */
function linesBy(file: string, key: RegExp): ReadonlyMap<string, string> {
  const lines = readFileSync(join(profilesDirectory, 'base', file), 'utf8').split('\n');
  return new Map(lines.flatMap((line) => (line === '' ? [] : [[key.exec(line)?.[1] ?? '', line] as const])));
}

const URL_KEY = /"url":"([^"]+)"/;
const structureLines = linesBy('StructureDefinition.ndjson', URL_KEY);
const valueSetLines = linesBy('ValueSet.ndjson', URL_KEY);

export type Conformance = Extract<
  Resource,
  { resourceType: 'StructureDefinition' | 'OperationDefinition' | 'CodeSystem' | 'ValueSet' | 'SearchParameter' }
>;

const KINDS = ['StructureDefinition', 'OperationDefinition', 'CodeSystem', 'ValueSet', 'SearchParameter'] as const;

/** What this project defines itself, in the order of kind and file name; served as it is. */
export const conformanceResources: readonly Conformance[] = KINDS.flatMap(readFolder);

function readFolder(name: string): Conformance[] {
  const folder = join(profilesDirectory, name);
  return readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Conformance);
}

const byUrl = new Map([...conformanceResources, ...readFolder('r5')].map((resource) => [resource.url ?? '', resource]));

/** Of an extension that this project knows: its own, and R5's that it reads. */
export function findExtensionStructure(url: string): StructureDefinition | undefined {
  const resource = byUrl.get(url);
  return resource?.resourceType === 'StructureDefinition' && resource.type === 'Extension' ? resource : undefined;
}

const HL7 = 'http://hl7.org/fhir/StructureDefinition/';

const parsed = new Map<string, StructureDefinition>();

/** A structure by its canonical url, or HL7's by its bare name. */
export function findStructure(nameOrUrl: string): StructureDefinition | undefined {
  const url = nameOrUrl.includes('/') ? nameOrUrl : HL7 + nameOrUrl;
  const own = byUrl.get(url);
  if (own !== undefined) return own.resourceType === 'StructureDefinition' ? own : undefined;
  const line = structureLines.get(url);
  if (line === undefined) return undefined;
  const structure = parsed.get(url) ?? (JSON.parse(line) as StructureDefinition);
  parsed.set(url, structure);
  return structure;
}

export function findValueSet(url: string): ValueSet | undefined {
  const own = byUrl.get(url);
  if (own !== undefined) return own.resourceType === 'ValueSet' ? own : undefined;
  const line = valueSetLines.get(url);
  return line === undefined ? undefined : (JSON.parse(line) as ValueSet);
}

/** The codes of a code system of our own; undefined of one that is kept elsewhere. */
export function findCodes(system: string): readonly string[] | undefined {
  const resource = byUrl.get(system);
  return resource?.resourceType === 'CodeSystem' ? resource.concept?.map(({ code }) => code ?? '') : undefined;
}

/** Every type an instance can have. */
export const resourceTypes: ReadonlySet<string> = new Set(
  [...structureLines].flatMap(([url, line]) => (/"kind":"resource","abstract":false/.test(line) ? [url.slice(HL7.length)] : [])),
);
