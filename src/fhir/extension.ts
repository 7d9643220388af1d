/** Read and write extensions by their urls. */
import { BASE } from './base.ts';
import type { Extension, PrimitiveSibling } from './types.ts';

const own = (name: string): string => `${BASE}/StructureDefinition/${name}`;
const r5 = (element: string): string => `http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.${element}`;

export const EXT = {
  guidedInterval: own('guided-interval'),
  rrule: own('rrule'),
  timezone: own('timezone'),
  originalStart: own('original-start'),
  seriesGroup: own('series-group'),
  sourceUpdated: own('source-updated'),
  visitTime: own('visit-time'),
  meetingPlace: own('meeting-place'),
  changed: own('changed'),
  recurrenceTemplate: r5('recurrenceTemplate'),
  recurrenceId: r5('recurrenceId'),
  occurrenceChanged: r5('occurrenceChanged'),
  originatingAppointment: r5('originatingAppointment'),
  virtualService: r5('virtualService'),
  dataAbsentReason: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason',
} as const;

export interface Extensible {
  extension?: Extension[];
}

export const findExtensions = (element: Extensible | undefined, url: string): Extension[] =>
  element?.extension?.filter((extension) => extension.url === url) ?? [];

export const findExtension = (element: Extensible | undefined, url: string): Extension | undefined =>
  element?.extension?.find((extension) => extension.url === url);

/** Whether a primitive's sibling says that the value exists and is not known. */
export const isUnknown = (sibling: PrimitiveSibling | undefined): boolean =>
  findExtension(sibling, EXT.dataAbsentReason)?.valueCode === 'unknown';
