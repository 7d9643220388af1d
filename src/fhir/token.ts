/**
 * A token of a search, `{system}|{value}`, both there; undefined for anything else, and for several.
 * @see {@link https://hl7.org/fhir/R4/search.html#escaping R4 §3.1.1.4.6}: a comma in it is written `\,`
 */
export function parseToken(text: string): { system: string; value: string } | undefined {
  const [, system, value] = /^((?:[^\\,|]|\\.)+)\|((?:[^\\,]|\\.)+)$/s.exec(text) ?? [];
  return system === undefined || value === undefined ? undefined : { system: withoutEscapes(system), value: withoutEscapes(value) };
}

const withoutEscapes = (text: string): string => text.replaceAll(/\\([\\,|$])/g, '$1');
