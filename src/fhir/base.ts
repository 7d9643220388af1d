/** The canonical base of everything this project defines; extension urls are it + `/StructureDefinition/` + name. */
export const BASE = 'https://aftaledeling.dk/fhir';
