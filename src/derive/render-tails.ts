/**
 * The JSON of an outgoing Appointment, cut in two: a head that varies by occurrence, written at each read, and a tail that does not,
 * written once at ingest. The cut is inside `extension`, which holds things of both kinds.
 */
import { EXT, isUnknown } from '../fhir/extension.ts';
import type { Address, Extension, Identifier, Meta } from '../fhir/types.ts';
import { type Change, changedExtension } from '../normalise/changed.ts';
import { type MeetingPlace, meetingPlaceExtension } from '../normalise/meeting-place.ts';
import { sharedContent } from '../normalise/shared-content.ts';
import type { Tails } from './derived.ts';
import type { Interpreted } from './interpret.ts';

export interface TailContext {
  readonly citizenId: string;
  readonly versionId: string;
  readonly updatedAt: Date;
  readonly changed: readonly Change[];
  /** The series that an occurrence is of: its id and identifiers take the place of the appointment's own. */
  readonly series?: { readonly id: string; readonly identifier: Identifier[] };
}

const MASKED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'MASKED' };

export function renderTails(said: Interpreted, context: TailContext): Tails {
  const { versionId, updatedAt } = context;
  const { place } = said;
  const { citizen, meta, unknownEnd, json } = render(said, place, context);
  return {
    versionId,
    updatedAt,
    tail: json,
    maskedTail: `],${members({ meta: { ...meta, security: [MASKED] }, ...unknownEnd, participant: [citizen] })}`,
    homeTail: place.address === undefined ? undefined : render(said, HOME, context, [place.address]).json,
  };
}

const HOME: MeetingPlace = { kind: 'home', certainty: 'derived', text: 'I dit hjem' };

function render(
  said: Interpreted,
  place: MeetingPlace,
  { citizenId, versionId, updatedAt, changed, series }: TailContext,
  protectedHome: readonly Address[] = [],
) {
  const { appointment, citizen } = said;
  const content = sharedContent(appointment, {
    citizenId,
    citizen,
    place,
    protectedHome,
    ...(series !== undefined && { identifier: series.identifier }),
  });
  const meta: Meta = { versionId, lastUpdated: updatedAt.toISOString() };
  const extensions: Extension[] = [
    meetingPlaceExtension(place),
    ...content.extensions,
    ...changed.map(changedExtension),
    ...(series === undefined ? [] : [originating(series)]),
  ];
  const unknownEnd = appointment.end === undefined && isUnknown(appointment._end) ? { _end: UNKNOWN } : {};
  const json = `,${extensions.map((extension) => JSON.stringify(extension)).join()}],${members({
    meta: { ...meta, ...content.meta },
    ...unknownEnd,
    ...content.rest,
    participant: [content.citizen, ...content.participants],
  })}`;
  return { citizen: content.citizen, meta, unknownEnd, json };
}

/** Nothing but the reason: what else a sender put there is not passed on. */
const UNKNOWN = { extension: [{ url: EXT.dataAbsentReason, valueCode: 'unknown' }] };

const originating = ({ id, identifier }: { id: string; identifier: Identifier[] }): Extension => ({
  url: EXT.originatingAppointment,
  valueReference: { reference: `Appointment/${id}`, ...(identifier[0] !== undefined && { identifier: identifier[0] }) },
});

/** An object's JSON without its opening brace. */
const members = (object: Record<string, unknown>): string => JSON.stringify(object).slice(1);
