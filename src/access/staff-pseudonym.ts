/**
 * Staff of some organisations appear to the citizen under a pseudonym: the registry's policy `pseudonymise_staff` says whose. The same
 * person is the same pseudonym to one citizen, and another to the next; the service itself can always tell who it was.
 */
import { createHash } from 'node:crypto';
import type { SenderRow } from '../store/sender.ts';
import type { AuditLine } from './audit-line.ts';

export function pseudonymise(line: AuditLine, citizenId: string, senders: readonly SenderRow[]): AuditLine {
  const { who } = line;
  if (who.role !== 'professional' || !senders.some((sender) => isHidden(sender) && worksAt(who, sender))) return line;
  const pseudonym = staffPseudonym(who.name ?? who.id, citizenId, SALT);
  const { authorisation: _, name: __, ...rest } = who;
  return { ...line, who: { ...rest, id: pseudonym, name: pseudonym } };
}

const isHidden = ({ policy }: SenderRow): boolean =>
  typeof policy === 'object' && policy !== null && 'pseudonymise_staff' in policy && policy.pseudonymise_staff === true;

const worksAt = (who: AuditLine['who'], { sor, cvr }: SenderRow): boolean =>
  (sor !== null && sor === who.sor) || (cvr !== null && cvr === who.cvr);

/** Ours, not the national one: the pseudonym is stable within this service. */
const SALT = 'YWZ0YWxlZGVsaW5n';

/** RFC 9562 §5.5's namespace of object identifiers. */
const OID_NAMESPACE = Buffer.from('6ba7b8129dad11d180b400c04fd430c8', 'hex');

/** UUID version 5 of NAME + CITIZEN + SALT, upper case, spaces as `+` (the national rule for MinLog). */
export function staffPseudonym(name: string, citizenId: string, salt: string): string {
  const text = `${`${name}${citizenId}`.toUpperCase().replaceAll(' ', '+')}${salt}`;
  const bytes = createHash('sha1').update(OID_NAMESPACE).update(text, 'utf8').digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
