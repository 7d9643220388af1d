/** A sender that writes without end, and sends again what was not answered until it is. */
import type { Appointment } from '../../src/fhir/types.ts';
import { appointment, SYSTEM, series } from '../support/appointment.ts';
import { at, exception, ofSeries } from '../support/family.ts';
import { people } from '../support/people.ts';

/** One thing sent: what its versions say of it; null for a deletion. */
export type Marker = string | null;

/** What was sent of one identity, in order. */
export interface Story {
  readonly value: string;
  /** Answered with 2xx. */
  readonly acknowledged: Marker[];
  /** Sent, and not answered: it may be there or not. */
  doubtful: Marker | undefined;
}

export type Random = () => number;

export interface Writer {
  readonly stories: readonly Story[];
  /** Until told to stop, or nobody answers. */
  run(origin: string, signal: AbortSignal): Promise<void>;
  /** Sends again what is in doubt; whether it was answered. */
  settle(origin: string): Promise<boolean>;
}

interface Sending {
  readonly story: Story;
  readonly marker: Marker;
  readonly body: Appointment | undefined;
}

const DAYS = 20;
const persons = Object.values(people);

export function createWriter(name: string, headers: Readonly<Record<string, string>>, random: Random): Writer {
  const stories: Story[] = [];
  let inDoubt: Sending | undefined;
  let sent = 0;
  const cpr = persons[Math.floor(random() * persons.length)]?.cpr;
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const day = (): string => `2026-03-${String(4 + Math.floor(random() * DAYS)).padStart(2, '0')}`;

  /** The kind of an identity is in its name: `s` a series, `e` an exception of the series after it, `a` alone. */
  function bodyOf(value: string, marker: string): Appointment {
    const hour = String(8 + Math.floor(random() * 8)).padStart(2, '0');
    const place = { contained: [{ resourceType: 'Location' as const, id: 'place', name: marker }] };
    const times = (date: string) => ({ start: `${date}T${hour}:00:00+01:00`, end: `${date}T${hour}:20:00+01:00` });
    const kind = value.split('-')[1]?.[0];
    if (kind === 's') return series(value, pick(['FREQ=DAILY', 'FREQ=WEEKLY;BYDAY=MO,TH', 'FREQ=DAILY;COUNT=9']) ?? '', place, cpr);
    const date = day();
    if (kind !== 'e') return appointment(value, { ...times(date), ...place }, cpr);
    const of = ofSeries(value.replace(/-e.*$/, `-s${value.split('of')[1]}`));
    return exception(value, [of, at(`${date}T06:00:00Z`)], { ...times(date), ...place }, cpr);
  }

  function next(): Sending {
    const old = random() < 0.55 ? pick(stories) : undefined;
    if (old !== undefined && old.acknowledged.at(-1) !== null && random() < 0.15) return { story: old, marker: null, body: undefined };
    const story = old ?? { value: newValue(), acknowledged: [], doubtful: undefined };
    if (old === undefined) stories.push(story);
    const marker = `${name} ${++sent}`;
    return { story, marker, body: bodyOf(story.value, marker) };
  }

  function newValue(): string {
    const n = stories.length;
    const known = stories.filter(({ value }) => value.startsWith(`${name}-s`));
    const kind = random();
    if (kind < 0.2) return `${name}-s${n}`;
    const owner = kind < 0.45 ? pick(known) : undefined;
    return owner === undefined ? `${name}-a${n}` : `${name}-e${n}of${owner.value.slice(`${name}-s`.length)}`;
  }

  /** Whether it was answered with 2xx. */
  async function send(origin: string, sending: Sending): Promise<boolean> {
    const { story, marker, body } = sending;
    inDoubt = sending;
    story.doubtful = marker;
    const answer = await call(origin, body === undefined ? 'DELETE' : 'PUT', story.value, body);
    if (answer === undefined) return false;
    story.acknowledged.push(marker);
    story.doubtful = undefined;
    inDoubt = undefined;
    return true;
  }

  async function call(origin: string, method: string, value: string, body: Appointment | undefined): Promise<number | undefined> {
    const url = `${origin}/fhir/Appointment?identifier=${encodeURIComponent(`${SYSTEM}|${value}`)}`;
    const answer = await fetch(url, {
      method,
      headers: { ...headers, 'Content-Type': 'application/fhir+json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    }).catch(() => undefined);
    const said = await answer?.text().catch(() => '');
    if (answer === undefined || answer.status >= 500) return undefined;
    if (answer.status >= 300) throw new Error(`${method} ${value}: ${answer.status} ${said}`);
    return answer.status;
  }

  return {
    stories,
    async run(origin, signal) {
      while (!signal.aborted && (await send(origin, inDoubt ?? next())));
    },
    settle: async (origin) => inDoubt === undefined || send(origin, inDoubt),
  };
}
