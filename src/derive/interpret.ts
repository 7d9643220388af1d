/** What an appointment says, read once: the same for a message that arrives and for one that was stored years ago. */
import type { CitizenIdentifier } from '../cpr/cpr.ts';
import { parseSeries } from '../expand/parse-series.ts';
import type { Series } from '../expand/series.ts';
import { EXT, findExtension } from '../fhir/extension.ts';
import { error, Fault, fault, type Issue } from '../fhir/fault.ts';
import type { Sector } from '../fhir/sector.ts';
import type { Appointment } from '../fhir/types.ts';
import { checkTime } from '../normalise/check-time.ts';
import { type MeetingPlace, meetingPlace } from '../normalise/meeting-place.ts';
import { checkParticipants, findCitizen, performerText } from '../normalise/participants.ts';
import { timingOf } from '../normalise/timing.ts';
import type { Timing } from '../normalise/visit-time.ts';
import { type ExceptionOf, exceptionOf } from './exception-of.ts';

export interface Interpreted {
  readonly appointment: Appointment;
  readonly citizen: CitizenIdentifier;
  /** Where the citizen stands among the participants. */
  readonly citizenIndex: number;
  /** Its sender's ids for it, in the order sent: every identifier whose use is not `old` or `secondary`. */
  readonly identities: readonly { readonly system: string; readonly value: string }[];
  /** Undefined where it has no start (a proposal, or a cancellation that names no time). */
  readonly timing: Timing | undefined;
  readonly series: Series | undefined;
  readonly exceptionOf: ExceptionOf | undefined;
  /** Whether its sender posts a series occurrence by occurrence, and this is one. */
  readonly grouped: boolean;
  readonly place: MeetingPlace;
  readonly performer: string;
  readonly sourceUpdated: Date | undefined;
  /** What was changed or doubted; never an error. */
  readonly findings: readonly Issue[];
}

export type AppointmentKind = 'single' | 'grouped' | 'series' | 'exception';

export function kindOf({ series, exceptionOf, grouped }: Interpreted): AppointmentKind {
  if (exceptionOf !== undefined) return 'exception';
  if (series !== undefined) return 'series';
  return grouped ? 'grouped' : 'single';
}

/** Throws one Fault with everything that is wrong. The appointment is valid against the profile. */
export function interpret(appointment: Appointment, sector: Sector): Interpreted {
  const problems = new Problems();
  const citizen = problems.collect(() => findCitizen(appointment));
  const checked = [...checkParticipants(appointment), ...checkTime(appointment)];
  problems.add(checked.filter((issue) => issue.severity === 'error'));
  const sound = problems.none();
  const parsed = sound ? problems.collect(() => parseSeries(appointment)) : undefined;
  const exception = problems.collect(() => exceptionOf(appointment));
  const sourceUpdated = problems.collect(() => sourceUpdatedOf(appointment));
  problems.add(longIdentities(appointment));
  const { place, findings } = meetingPlace(appointment, { sector });
  problems.throwAny();
  if (citizen === undefined) throw new Error('a citizen was neither found nor missed');
  return {
    appointment,
    citizen: citizen.identifier,
    citizenIndex: citizen.index,
    identities: identitiesOf(appointment),
    timing: timingOf(appointment),
    series: parsed?.series,
    exceptionOf: exception,
    grouped: findExtension(appointment, EXT.seriesGroup) !== undefined,
    place,
    performer: performerText(appointment),
    sourceUpdated,
    findings: [...checked, ...(parsed?.findings ?? []), ...findings],
  };
}

export function identitiesOf({ identifier = [] }: Appointment): { system: string; value: string }[] {
  const seen = new Set<string>();
  return identifier.flatMap(({ system, value, use }) => {
    const key = `${system}|${value}`;
    if (system === undefined || value === undefined || use === 'old' || use === 'secondary' || seen.has(key)) return [];
    seen.add(key);
    return [{ system, value }];
  });
}

/** What PostgreSQL's index takes: a third of its page of 8 kB, with the sender's id. */
const MAX_IDENTITY_BYTES = 2_000;

function longIdentities({ identifier = [] }: Appointment): Issue[] {
  return identifier.flatMap(({ system = '', value = '' }, index) =>
    Buffer.byteLength(system) + Buffer.byteLength(value) <= MAX_IDENTITY_BYTES
      ? []
      : [
          error(
            'business-rule',
            `System and value of an identifier have at most ${MAX_IDENTITY_BYTES} bytes together`,
            `Appointment.identifier[${index}]`,
            'identity-length',
          ),
        ],
  );
}

function sourceUpdatedOf(appointment: Appointment): Date | undefined {
  const text = findExtension(appointment, EXT.sourceUpdated)?.valueInstant;
  if (text === undefined) return undefined;
  const instant = new Date(text);
  const year = instant.getUTCFullYear();
  if (year >= 1900 && year <= 2199) return instant;
  throw fault('business-rule', 'The time must lie between 1900 and 2199.', {
    expression: `Appointment.extension.where(url = '${EXT.sourceUpdated}')`,
    rule: 'time-range',
  });
}

/** Gathers what several checks throw, so that a sender reads all of it at once. */
class Problems {
  readonly #issues: Issue[] = [];

  collect<T>(check: () => T): T | undefined {
    try {
      return check();
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      this.add(cause.issues);
      return undefined;
    }
  }

  add(issues: readonly Issue[]): void {
    this.#issues.push(...issues);
  }

  none(): boolean {
    return this.#issues.length === 0;
  }

  throwAny(): void {
    if (!this.none()) throw new Fault(this.#issues);
  }
}
