/** A refused entry of a batch → what is kept of it. */
import { createHash } from 'node:crypto';
import { parseCitizenIdentifier } from '../cpr/cpr.ts';
import type { Fault } from '../fhir/fault.ts';
import { isObject, type JsonObject } from '../fhir/json.ts';
import type { Appointment } from '../fhir/types.ts';
import { replacePracticeContent } from '../normalise/reason.ts';
import type { QuarantinedEntry } from '../store/quarantine.ts';
import type { CitizenIdOf } from '../store/setting.ts';
import type { SenderProfile } from './message.ts';

export interface QuarantineContext {
  readonly sender: SenderProfile;
  readonly now: Date;
  readonly citizenIdOf: CitizenIdOf;
}

/** Characters: of what is longer size, hash and issues are kept alone. */
const MAX_TEXT = 1_000_000;

/** Stands for whoever a sender's entries are about that name nobody. */
export const nobodyOf = (sender: SenderProfile, citizenIdOf: CitizenIdOf): string =>
  citizenIdOf({ system: 'quarantine', value: sender.id });

/**
 * Of a practice the body is kept as its replacement, as everywhere. What is no Appointment cannot be replaced: then size, hash and
 * issues are kept, and nothing else of it.
 */
export function toQuarantined(entry: unknown, refused: Fault, { sender, now, citizenIdOf }: QuarantineContext): QuarantinedEntry {
  const sent = JSON.stringify(entry);
  const { request, resource } = isObject(entry) ? entry : {};
  const keeps = sent.length <= MAX_TEXT && (sender.sector !== 'practice' || isAppointment(resource));
  const body = isAppointment(resource) && sender.sector === 'practice' ? replacePracticeContent(resource, sender.practiceKind) : resource;
  const citizen = citizenOf(resource);
  return {
    ...stamp(sent, now),
    citizen_id: citizen === undefined ? nobodyOf(sender, citizenIdOf) : citizenIdOf(citizen),
    sender_id: sender.id,
    request: keeps && isObject(request) ? JSON.stringify(requestOf(request)) : null,
    body: keeps && body !== undefined ? JSON.stringify(body) : null,
    issues: JSON.stringify(refused.issues),
  };
}

/** A body in which no entry could be made out: of a practice nothing of it is kept. */
export function toUnreadable(text: string, refused: Fault, { sender, now, citizenIdOf }: QuarantineContext): QuarantinedEntry {
  return {
    ...stamp(text, now),
    citizen_id: nobodyOf(sender, citizenIdOf),
    sender_id: sender.id,
    request: null,
    // PostgreSQL keeps no U+0000.
    body: sender.sector === 'practice' || text.length > MAX_TEXT || text.includes('\0') ? null : text,
    issues: JSON.stringify(refused.issues),
  };
}

const stamp = (sent: string, now: Date) => ({
  id: createHash('sha256').update(sent).digest('hex'),
  first_at: now,
  newest_at: now,
  times: 1,
  size: Buffer.byteLength(sent),
});

const isAppointment = (resource: unknown): resource is Appointment => isObject(resource) && resource['resourceType'] === 'Appointment';

/** What sending it again needs. */
const requestOf = ({ method, url, ifMatch, ifNoneExist }: JsonObject): JsonObject => ({ method, url, ifMatch, ifNoneExist });

/** The one number that its participants name; what is wrong with the entry may be anything, its form too. */
function citizenOf(resource: unknown) {
  const participants = isObject(resource) && Array.isArray(resource['participant']) ? resource['participant'] : [];
  const [citizen, ...others] = participants.flatMap((participant: unknown) => {
    const actor = isObject(participant) ? participant['actor'] : undefined;
    const identifier = isObject(actor) ? actor['identifier'] : undefined;
    const { system, value } = isObject(identifier) ? identifier : {};
    return (typeof system === 'string' && typeof value === 'string' && parseCitizenIdentifier(system, value)) || [];
  });
  return others.length === 0 ? citizen : undefined;
}
