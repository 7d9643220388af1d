/** An Appointment as the API gives it → what a page shows of it. Pages know nothing that this does not read there. */
import { EXT, findExtension, findExtensions } from '../fhir/extension.ts';
import { SECTOR_SYSTEM, type Sector, sectorOf } from '../fhir/sector.ts';
import type { Appointment, Extension } from '../fhir/types.ts';
import { addressLines } from '../normalise/address.ts';
import type { Change } from '../normalise/changed.ts';
import type { Certainty, MeetingPlaceKind } from '../normalise/meeting-place.ts';
import { performers } from '../normalise/participants.ts';
import { findPhone, phoneText } from '../normalise/telecom.ts';
import type { VisitTimeKind } from '../normalise/visit-time.ts';

export interface Visit {
  readonly id: string;
  /** What it has in common with the other visits of its series; absent where it stands alone. */
  readonly series: string | undefined;
  readonly status: string;
  readonly cancelled: boolean;
  /** Only that the citizen is busy may be known. */
  readonly masked: boolean;
  readonly sector: Sector | undefined;
  readonly start: Date;
  /** Unknown where undefined. */
  readonly end: Date | undefined;
  /** Where its series puts it, whatever became of this one. */
  readonly originalStart: Date;
  readonly time: VisitWhen;
  readonly place: VisitPlace | undefined;
  /** What it is about. */
  readonly what: string | undefined;
  /** What to do beforehand, in the sender's words. */
  readonly preparation: string | undefined;
  readonly performer: string | undefined;
  /** Whom to call to change it. */
  readonly phone: string | undefined;
  readonly changes: readonly VisitChange[];
  readonly version: string;
  readonly updated: Date | undefined;
}

export interface VisitWhen {
  readonly kind: VisitTimeKind;
  readonly minutes: number | undefined;
  /** Danish, as the API has it. */
  readonly text: string;
}

export interface VisitPlace {
  readonly kind: MeetingPlaceKind;
  readonly certainty: Certainty;
  readonly name: string | undefined;
  readonly lines: readonly string[];
  readonly phone: string | undefined;
  /** Danish, as the API has it. */
  readonly text: string;
}

export interface VisitChange {
  readonly what: Change['what'];
  readonly previousStart: Date | undefined;
  readonly text: string;
}

/** @param json a resource as an overview renders it */
export function toVisit(json: string): Visit {
  const appointment = JSON.parse(json) as Appointment;
  const { id = '', start = '', end, meta } = appointment;
  const [performer] = performers(appointment);
  const place = placeOf(findExtension(appointment, EXT.meetingPlace));
  const telephone = findPhone(performer?.telecom);
  return {
    id,
    series: id.includes('.') ? id.slice(0, id.indexOf('.')) : groupOf(appointment),
    status: appointment.status,
    cancelled: appointment.status === 'cancelled',
    masked: meta?.security?.some(({ code }) => code === 'MASKED') === true,
    sector: sectorOf(
      appointment.serviceCategory?.flatMap(({ coding }) => coding ?? []).find(({ system }) => system === SECTOR_SYSTEM)?.code,
    ),
    start: new Date(start),
    end: end === undefined ? undefined : new Date(end),
    originalStart: new Date(findExtension(appointment, EXT.originalStart)?.valueInstant ?? start),
    time: whenOf(findExtension(appointment, EXT.visitTime)),
    place,
    what: whatOf(appointment),
    preparation: appointment.patientInstruction,
    performer: performer?.name,
    phone: telephone === undefined ? place?.phone : phoneText(telephone),
    changes: findExtensions(appointment, EXT.changed).flatMap(changeOf),
    version: meta?.versionId ?? '1',
    updated: meta?.lastUpdated === undefined ? undefined : new Date(meta.lastUpdated),
  };
}

function groupOf(appointment: Appointment): string | undefined {
  const group = findExtension(appointment, EXT.seriesGroup)?.valueIdentifier;
  return group === undefined ? undefined : `${group.system ?? ''}|${group.value ?? ''}`;
}

function whatOf({ reasonCode, serviceType, appointmentType, description }: Appointment): string | undefined {
  const named = [...(reasonCode ?? []), ...(serviceType ?? []), ...(appointmentType === undefined ? [] : [appointmentType])];
  const words = named.map(({ text, coding }) => text ?? coding?.find(({ display }) => display !== undefined)?.display);
  return words.find((word) => word !== undefined) ?? description;
}

const partOf = (extension: Extension | undefined, name: string): Extension | undefined =>
  extension?.extension?.find(({ url }) => url === name);

const whenOf = (extension: Extension | undefined): VisitWhen => ({
  kind: (partOf(extension, 'kind')?.valueCode ?? 'exact') as VisitTimeKind,
  minutes: partOf(extension, 'minutes')?.valuePositiveInt,
  text: partOf(extension, 'text')?.valueString ?? '',
});

function placeOf(extension: Extension | undefined): VisitPlace | undefined {
  if (extension === undefined) return undefined;
  const address = partOf(extension, 'address')?.valueAddress;
  const telephone = partOf(extension, 'phone')?.valueContactPoint;
  return {
    kind: (partOf(extension, 'kind')?.valueCode ?? 'unknown') as MeetingPlaceKind,
    certainty: (partOf(extension, 'certainty')?.valueCode ?? 'uncertain') as Certainty,
    name: partOf(extension, 'name')?.valueString,
    lines: address === undefined ? [] : addressLines(address),
    phone: telephone === undefined ? undefined : phoneText(telephone),
    text: partOf(extension, 'text')?.valueString ?? '',
  };
}

function changeOf(extension: Extension): VisitChange[] {
  const what = partOf(extension, 'what')?.valueCode;
  const previous = partOf(extension, 'previous-start')?.valueDateTime;
  if (what === undefined) return [];
  return [
    {
      what: what as Change['what'],
      previousStart: previous === undefined ? undefined : new Date(previous),
      text: partOf(extension, 'text')?.valueString ?? '',
    },
  ];
}
