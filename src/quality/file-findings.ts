/** What only the whole file tells: entries that stand in each other's way, and series that were sent occurrence by occurrence. */
import { kindOf } from '../derive/interpret.ts';
import { type Issue, warning } from '../fhir/fault.ts';
import type { Message } from '../ingest/message.ts';
import { dateOfWall, timeOfDay, toWall } from '../time/zone.ts';

/** A message that would be taken, and where it stands in the file. */
export interface Sent {
  readonly index: number;
  readonly message: Message;
}

/** On so many days and more, the same at the same time of day is a series. */
const SERIES_DAYS = 4;

/** By the place in the file. Pure. */
export function fileFindings(sent: readonly Sent[]): ReadonlyMap<number, readonly Issue[]> {
  const found = new Map<number, Issue[]>();
  const tell = (index: number, issue: Issue): void => void found.set(index, [...(found.get(index) ?? []), issue]);
  const firstOf = new Map<string, Sent>();
  const firstLike = new Map<string, Sent>();
  const alike = new Map<string, { readonly days: Set<string>; readonly indexes: number[] }>();
  for (const one of sent) {
    const { message, index } = one;
    const before = firstByIdentity(firstOf, one);
    if (before !== undefined) tell(index, before.message.citizenId === message.citizenId ? repeated(before) : anotherCitizen(before));
    else {
      const like = firstUnder(firstLike, contentKey(message), one);
      if (like !== undefined) tell(index, twice(like));
    }
    const wall = message.said.timing === undefined ? undefined : toWall(message.said.timing.start);
    if (wall === undefined || kindOf(message.said) !== 'single') continue;
    const key = seriesKey(message, timeOfDay(wall));
    const group = alike.get(key) ?? { days: new Set(), indexes: [] };
    alike.set(key, group);
    group.days.add(dateOfWall(wall));
    group.indexes.push(index);
  }
  for (const { days, indexes } of alike.values()) {
    if (days.size >= SERIES_DAYS) for (const index of indexes) tell(index, ungrouped());
  }
  return found;
}

/** The first entry under the key, where that is another. */
function firstUnder(firsts: Map<string, Sent>, key: string | undefined, one: Sent): Sent | undefined {
  if (key === undefined) return undefined;
  const first = firsts.get(key);
  if (first === undefined) firsts.set(key, one);
  return first;
}

const firstByIdentity = (firsts: Map<string, Sent>, one: Sent): Sent | undefined =>
  one.message.said.identities.map(({ system, value }) => firstUnder(firsts, JSON.stringify([system, value]), one)).find(Boolean);

/** Of an exception only its own identity tells it from another. */
function contentKey({ citizenId, said }: Message): string | undefined {
  if (said.timing === undefined || said.exceptionOf !== undefined) return undefined;
  const { start, end } = said.timing;
  return JSON.stringify([citizenId, start, end, ...subjectOf(said)]);
}

function seriesKey({ citizenId, said }: Message, startMs: number): string {
  const { start, end } = said.timing ?? {};
  const lengthMs = start === undefined || end === undefined ? undefined : end.getTime() - start.getTime();
  return JSON.stringify([citizenId, startMs, lengthMs, ...subjectOf(said)]);
}

const subjectOf = ({ performer, place, appointment }: Message['said']): unknown[] => [
  performer,
  place.text,
  appointment.reasonCode,
  appointment.serviceType,
  appointment.description,
];

const at = ({ index }: Sent): string => `entry ${index}`;

const repeated = (before: Sent): Issue =>
  warning(
    'file-identity-repeated',
    `The same identity stands in ${at(before)}: each is a version of one appointment, and the last one holds. Send the newest alone.`,
    'Appointment.identifier',
  );

const anotherCitizen = (before: Sent): Issue =>
  warning(
    'file-identity-citizens',
    `The same identity stands in ${at(before)}, which names another citizen: the appointment would be taken from the one and given to the other. Send an identity of its own for each.`,
    'Appointment.identifier',
  );

const twice = (before: Sent): Issue =>
  warning(
    'file-appointment-repeated',
    `The same citizen, time, performer, place and reason stand in ${at(before)} under another identity: both would be shown. Send one appointment once.`,
    'Appointment.identifier',
  );

const ungrouped = (): Issue =>
  warning(
    'file-series-ungrouped',
    'The same is sent for several days at the same time of day, each as an appointment by itself, and all of it would be shown however far ahead. Send a series, or give each the extension series-group.',
    'Appointment.extension',
  );
