/** Loads one sender's sample through the public API. Sent again on the same day, it changes nothing. */
import { CPR_SYSTEM } from '../../cpr/cpr.ts';
import { type AnyIdentifier, type Booking, identifierOf, type Sample, type SampleIdentifier, toAppointment } from './booking.ts';
import type { Answer, Client } from './client.ts';
import { at, type SampleDays } from './sample-days.ts';
import { isXRay } from './x-ray.ts';

/** In messages: an appointment that was changed since it was booked takes two. */
export interface Loaded {
  readonly sent: number;
  readonly created: number;
  readonly unchanged: number;
  /** How often each rule was warned of. */
  readonly warnings: ReadonlyMap<string, number>;
}

type Receipt = readonly [SampleIdentifier, Answer];

/** @throws Error where a message is refused */
export async function loadSample(client: Client, sample: Sample, days: SampleDays): Promise<Loaded> {
  const known = await removeEarlier(client, sample, days);
  return countUp(await sendAll(client, sample, days), known);
}

const keyOf = ({ system, value }: AnyIdentifier): string => `${system}|${value}`;

/**
 * Deletes what the sample of another day left, so that the citizens have one sample at a time; what others posted stays.
 * @returns the ETags of what is there of this day's, by identifier
 */
async function removeEarlier(client: Client, sample: Sample, days: SampleDays): Promise<Map<string, string>> {
  const bookings = [...sample.bookings(days), ...sample.changes(days)];
  const ofToday = new Set([
    ...bookings.map(({ key }) => keyOf(identifierOf(key, sample.system, days.today))),
    ...sample.documents(days).map(({ identifier }) => keyOf(identifier)),
  ]);
  const known = new Map<string, string>();
  for (const cpr of new Set(bookings.map(({ citizen }) => citizen.cpr))) {
    for (const { id, etag, identifiers } of await client.findOwn({ system: CPR_SYSTEM, value: cpr })) {
      const own = identifiers.find((identifier) => identifier.system === sample.system || isXRay(identifier));
      if (own === undefined) continue;
      if (ofToday.has(keyOf(own))) known.set(keyOf(own), etag);
      else await client.remove(id);
    }
  }
  return known;
}

/** A change is written later than what it changes: the booking, sent again, is known to be old. */
const WRITTEN = { bookings: '06:00', changes: '06:30' } as const;

async function sendAll(client: Client, sample: Sample, days: SampleDays): Promise<Receipt[]> {
  const toMessage = (booking: Booking, written: string) =>
    [identifierOf(booking.key, sample.system, days.today), toAppointment(booking, sample, days.today, at(days.today, written))] as const;
  const bookings = sample.bookings(days).map((booking) => toMessage(booking, WRITTEN.bookings));
  const changes = sample.changes(days).map((booking) => toMessage(booking, WRITTEN.changes));

  const receipts: Receipt[] = [];
  if (sample.inOneBatch) receipts.push(...(await client.batch(bookings)));
  else for (const [identifier, appointment] of bookings) receipts.push([identifier, await client.put(identifier, appointment)]);
  for (const [identifier, appointment] of changes) receipts.push([identifier, await client.put(identifier, appointment)]);
  for (const { identifier, xml } of sample.documents(days)) receipts.push([identifier, await client.importApd(xml)]);
  return receipts;
}

function countUp(receipts: readonly Receipt[], known: ReadonlyMap<string, string>): Loaded {
  const etags = new Map(known);
  const warnings = new Map<string, number>();
  let created = 0;
  let unchanged = 0;
  for (const [identifier, { isNew, etag, warned }] of receipts) {
    const key = keyOf(identifier);
    if (isNew) created++;
    else if (etags.get(key) === etag) unchanged++;
    etags.set(key, etag);
    for (const rule of warned) warnings.set(rule, (warnings.get(rule) ?? 0) + 1);
  }
  return { sent: receipts.length, created, unchanged, warnings };
}
