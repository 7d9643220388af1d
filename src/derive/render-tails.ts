/**
 * The JSON of an outgoing Appointment, cut in two: a head that varies by occurrence, written at each read, and a tail that does not,
 * written once at ingest. The cut is inside `extension`, which holds things of both kinds.
 */
import { EXT } from '../fhir/extension.ts';
import type { Extension, Identifier, Meta } from '../fhir/types.ts';
import { type Change, changedExtension } from '../normalise/changed.ts';
import { meetingPlaceExtension } from '../normalise/meeting-place.ts';
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

export function renderTails(said: Interpreted, { citizenId, versionId, updatedAt, changed, series }: TailContext): Tails {
  const { appointment, citizen, place } = said;
  const content = sharedContent(appointment, {
    citizenId,
    citizen,
    place,
    ...(series !== undefined && { identifier: series.identifier }),
  });
  const stamp: Meta = { versionId, lastUpdated: updatedAt.toISOString() };
  const extensions: Extension[] = [
    meetingPlaceExtension(place),
    ...content.extensions,
    ...changed.map(changedExtension),
    ...(series === undefined ? [] : [originating(series)]),
  ];
  const unknownEnd = appointment.end === undefined && appointment._end !== undefined ? { _end: appointment._end } : {};
  return {
    versionId,
    updatedAt,
    tail: `,${extensions.map((extension) => JSON.stringify(extension)).join()}],${members({
      meta: { ...stamp, ...content.meta },
      ...unknownEnd,
      ...content.rest,
      participant: [content.citizen, ...content.participants],
    })}`,
    maskedTail: `],${members({ meta: { ...stamp, security: [MASKED] }, ...unknownEnd, participant: [content.citizen] })}`,
  };
}

const originating = ({ id, identifier }: { id: string; identifier: Identifier[] }): Extension => ({
  url: EXT.originatingAppointment,
  valueReference: { reference: `Appointment/${id}`, ...(identifier[0] !== undefined && { identifier: identifier[0] }) },
});

/** An object's JSON without its opening brace. */
const members = (object: Record<string, unknown>): string => JSON.stringify(object).slice(1);
