/**
 * A protected citizen's home, taken out of the words of any appointment: the address may have been written into an instruction or a
 * reason by a sender that did not know. Which street it is comes from the citizen's other appointments, so it is found at the read.
 */
import { EXT } from '../fhir/extension.ts';
import { mentionsOfStreets } from './address.ts';
import { isRecord } from './foreign.ts';
import { type MeetingPlace, meetingPlaceExtension } from './meeting-place.ts';
import { GUIDED_WORDS } from './shared-content.ts';

/**
 * @param json a resource's JSON
 * @param streets as `streetsOf` has them
 * @returns the same text where no street is mentioned
 */
export function withoutHome(json: string, streets: readonly string[]): string {
  const tellsHome = mentionsOfStreets(streets);
  let found = false;
  const resource: unknown = JSON.parse(json, (_name, value: unknown) => {
    if (typeof value === 'string' && tellsHome(value)) {
      found = true;
      return undefined;
    }
    return value;
  });
  return found ? JSON.stringify(withoutEmpty(resource)) : json;
}

/** FHIR has no empty element: what held nothing but the words goes with them. */
function withoutEmpty(node: unknown): unknown {
  if (Array.isArray(node)) {
    return node.map(withoutEmpty).filter((child) => !isEmpty(child));
  }
  if (!isRecord(node)) return node;
  const rest = Object.fromEntries(
    Object.entries(node)
      .map(([name, child]) => [name, withoutEmpty(child)] as const)
      .filter(([, child]) => !isEmpty(child)),
  );
  return whole(rest);
}

/** Of our own extensions, what has lost a part that it cannot be without: said in other words, or left out. */
function whole(extension: Record<string, unknown>): Record<string, unknown> {
  switch (extension['url']) {
    case EXT.guidedInterval:
      return { valueString: GUIDED_WORDS, ...extension };
    case EXT.meetingPlace:
      return hasText(extension) ? extension : { ...meetingPlaceExtension(AT_HOME) };
    case EXT.changed:
      return hasText(extension) ? extension : {};
    case EXT.seriesGroup: {
      const { valueIdentifier } = extension;
      return isRecord(valueIdentifier) && valueIdentifier['value'] !== undefined ? extension : {};
    }
    default:
      return extension;
  }
}

/** A place whose words tell the home is the home, as one is whose address is equal to it (DESIGN §4.2). */
const AT_HOME: MeetingPlace = { kind: 'home', certainty: 'derived', text: 'I dit hjem' };

const hasText = ({ extension: parts }: Record<string, unknown>): boolean =>
  Array.isArray(parts) && parts.some((part: unknown) => isRecord(part) && part['url'] === 'text' && part['valueString'] !== undefined);

/** Nothing, an empty list or object, an extension without a value, a participant without an actor, a code or a period without a thing. */
function isEmpty(node: unknown): boolean {
  if (node === undefined || node === null) return true;
  if (Array.isArray(node)) return node.length === 0;
  if (!isRecord(node)) return false;
  const names = Object.keys(node);
  return names.length === 0 || (names.length === 1 && names[0] === 'url') || (names.length === 1 && names[0] === 'status');
}
