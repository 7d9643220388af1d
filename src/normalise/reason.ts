/**
 * What an appointment is about, as far as each sector shares it. A practice says no more than that it is one (DESIGN §4.1): all else is
 * dropped before anything is stored, also of a body that will be refused, so nothing here trusts its shape.
 */
import { EXT } from '../fhir/extension.ts';
import { type Issue, warning } from '../fhir/fault.ts';
import type { Appointment } from '../fhir/types.ts';
import { isRecord, keepOnly } from './foreign.ts';
import { keepReferences } from './references.ts';

export type PracticeKind = 'general' | 'specialist';

const reasonOf = { general: 'Aftale hos praktiserende læge', specialist: 'Aftale hos speciallæge' } as const satisfies Record<
  PracticeKind,
  string
>;

/** Elements that tell when, where, who and how it stands; whatever is not named here is not kept, known to R4 or not. */
const kept: ReadonlySet<string> = new Set([
  ...['resourceType', 'id', 'implicitRules', 'language', 'identifier', 'status', 'priority'],
  ...['serviceCategory', 'cancelationReason', 'start', 'end', 'minutesDuration', 'created', 'slot'],
  ...['participant', 'requestedPeriod', 'contained', 'meta', 'extension'],
]);

const keptOfMeta: ReadonlySet<string> = new Set(['versionId', 'lastUpdated', 'profile', 'security']);

/** What our own rules read; `visit-time`, `meeting-place` and `changed` are ours to write. */
const keptExtensions: ReadonlySet<unknown> = new Set([
  ...[EXT.guidedInterval, EXT.rrule, EXT.timezone, EXT.originalStart, EXT.seriesGroup, EXT.sourceUpdated],
  ...[EXT.recurrenceTemplate, EXT.recurrenceId, EXT.occurrenceChanged, EXT.originatingAppointment, EXT.virtualService],
  EXT.dataAbsentReason,
]);

/** A service's type and specialty tell what it is about as well as the appointment's own do. */
const keptOf: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'Location',
    new Set([
      ...['resourceType', 'id', 'identifier', 'status', 'name', 'alias', 'description', 'mode', 'type', 'telecom', 'address'],
      ...['physicalType', 'position', 'managingOrganization', 'partOf'],
    ]),
  ],
  ['HealthcareService', new Set(['resourceType', 'id', 'identifier', 'active', 'providedBy', 'location', 'name', 'telecom'])],
]);

/** The appointment with nothing in it of what it is about. Of the same content always the same, so a re-send stays identical. */
export function replacePracticeContent(appointment: Appointment, practiceKind: PracticeKind | undefined): Appointment {
  const kind = practiceKind === 'specialist' || saysSpecialist(appointment) ? 'specialist' : 'general';
  const copy = structuredClone(appointment);
  reduce(copy);
  copy.reasonCode = [{ text: reasonOf[kind] }];
  return copy;
}

/** What the sender is told of it. */
export const replacementFindings = (sent: Appointment, replaced: Appointment): Issue[] =>
  JSON.stringify(sent) === JSON.stringify(replaced)
    ? []
    : [
        warning(
          'practice-replaced',
          'What an appointment at a practice is about is not stored: the reason was replaced by a fixed text, and other words and extensions dropped.',
          'Appointment.reasonCode',
        ),
      ];

function reduce(appointment: unknown): void {
  if (!isRecord(appointment)) return;
  keepOnly(appointment, kept);
  if (Array.isArray(appointment['contained'])) appointment['contained'] = appointment['contained'].filter(keepContained);
  keepOnly(appointment['meta'], keptOfMeta);
  for (const element of ['serviceCategory', 'cancelationReason', 'meta']) keepCodes(appointment[element]);
  dropForeign(appointment);
  const contained = Array.isArray(appointment['contained']) ? appointment['contained'] : [];
  const ids = new Set(contained.map((resource: unknown) => (isRecord(resource) ? `#${resource['id']}` : undefined)));
  keepReferences(appointment, (reference) => !reference.startsWith('#') || ids.has(reference));
}

function keepContained(resource: unknown): boolean {
  const names = isRecord(resource) && typeof resource['resourceType'] === 'string' ? keptOf.get(resource['resourceType']) : undefined;
  if (!isRecord(resource) || names === undefined) return false;
  keepOnly(resource, names);
  return true;
}

/** Of a concept or a coding, the codes without the words. */
function keepCodes(node: unknown): void {
  if (Array.isArray(node)) for (const one of node) keepCodes(one);
  if (!isRecord(node)) return;
  for (const name of ['text', '_text', 'display', '_display']) delete node[name];
  for (const child of Object.values(node)) keepCodes(child);
}

function dropForeign(node: unknown): void {
  if (Array.isArray(node)) for (const one of node) dropForeign(one);
  if (!isRecord(node)) return;
  delete node['modifierExtension'];
  for (const [name, child] of Object.entries(node)) {
    if (name !== 'extension') dropForeign(child);
    else if (Array.isArray(child)) keepKnown(node, child);
    else delete node[name];
  }
}

function keepKnown(node: Record<string, unknown>, extensions: readonly unknown[]): void {
  const known = extensions.filter((extension) => isRecord(extension) && keptExtensions.has(extension['url']));
  if (known.length === 0) delete node['extension'];
  else node['extension'] = known;
}

/** "Aftale hos speciallæge", "Speciallægekonsultation"; not "henvisning til speciallæge", which a general practice writes. */
const saysSpecialist = ({ reasonCode, description, serviceType, appointmentType }: Appointment): boolean =>
  wordsIn([reasonCode, description, serviceType, appointmentType]).some((words) =>
    /hos (?:en )?(?:privat(?:praktiserende)? )?speciallæge|^\s*speciallæge(?:konsultation|aftale|besøg|tid)?\s*$/i.test(words),
  );

const wordsIn = (node: unknown): string[] => {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(wordsIn) : [];
};
