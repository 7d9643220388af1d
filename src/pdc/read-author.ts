/** Who entered an item, and when. CPR numbers of authors stay behind (3.0 masks them; 2.0 did not). */
import { parseCdaTime } from '../apd/cda-time.ts';
import { toIdentifier } from '../apd/cda-types.ts';
import { type Issue, warning } from '../fhir/fault.ts';
import { attribute, child, children, text, type XmlElement } from '../fhir/parse-xml.ts';
import { formatInstant } from '../time/zone.ts';
import { authorCodes, REGISTER_TEMPLATE, SOR_ROOT } from './codes.ts';
import { type Author, type AuthorKind, fullName, type PersonName } from './item.ts';
import { toName } from './read-values.ts';

export interface Authorship {
  readonly author: Author;
  readonly recordedAt?: string;
}

export interface AuthorContext {
  readonly path: string;
  /** Of kinds that only a register has. */
  readonly isRegisters: boolean;
  readonly citizen: { readonly number: string; readonly name: string | undefined };
}

export function readAuthor(author: XmlElement | undefined, { path, isRegisters, citizen }: AuthorContext, issues: Issue[]): Authorship {
  const at = `${path}.author`;
  const assigned = child(author, 'assignedAuthor');
  const hasRegisterTemplate = children(author, 'templateId').some((id) => attribute(id, 'root') === REGISTER_TEMPLATE);
  const recordedAt = readTime(author, isRegisters || hasRegisterTemplate, at, issues);
  const organisation = text(child(assigned, 'representedOrganization', 'name'));
  if (isRegisters || hasRegisterTemplate) {
    if (child(assigned, 'assignedPerson') !== undefined)
      issues.push(warning('pdc-author', "A register's item names a person as its author; the register was taken", at));
    return {
      author: { kind: 'register', ...(organisation !== undefined && { organisation: { name: organisation } }) },
      ...(recordedAt !== undefined && { recordedAt }),
    };
  }
  const name = toName(child(assigned, 'assignedPerson', 'name'));
  const kind = kindOf(assigned, name, citizen, at, issues);
  const identifier = children(assigned, 'id')
    .map(toIdentifier)
    .find((id) => id?.system === `urn:oid:${SOR_ROOT}`);
  return {
    author: {
      kind,
      // By organisation alone: no card names a professional.
      ...(kind !== 'professional' && name !== undefined && { name }),
      ...(kind === 'professional' && {
        organisation: { ...(identifier !== undefined && { identifier }), ...(organisation !== undefined && { name: organisation }) },
      }),
    },
    ...(recordedAt !== undefined && { recordedAt }),
  };
}

function readTime(author: XmlElement | undefined, mayLack: boolean, at: string, issues: Issue[]): string | undefined {
  const value = attribute(child(author, 'time'), 'value');
  const time = value === undefined ? undefined : parseCdaTime(value);
  if (time !== undefined) return formatInstant(time.instant);
  if (value !== undefined || !mayLack) issues.push(warning('pdc-time', 'The item does not say when it was entered', `${at}.time`));
  return undefined;
}

/** 3.0 has a code for it. 2.0 has not: there a SOR id tells an organisation, and a number or a name whether it was the citizen. */
function kindOf(
  assigned: XmlElement | undefined,
  name: PersonName | undefined,
  citizen: AuthorContext['citizen'],
  at: string,
  issues: Issue[],
): Exclude<AuthorKind, 'register'> {
  const code = attribute(child(assigned, 'code'), 'code');
  const coded = (['citizen', 'relative', 'professional'] as const).find((kind) => authorCodes[kind].code === code);
  if (coded !== undefined) return coded;
  const ids = children(assigned, 'id');
  if (ids.some((id) => attribute(id, 'root') === SOR_ROOT)) return 'professional';
  if (ids.some((id) => attribute(id, 'extension') === citizen.number)) return 'citizen';
  const isNamesake = name !== undefined && fullName(name) === citizen.name;
  issues.push(
    warning(
      'pdc-author',
      `The author has neither a code nor the citizen's number; by the name, ${isNamesake ? 'the citizen' : 'a relative'}`,
      at,
    ),
  );
  return isNamesake ? 'citizen' : 'relative';
}
