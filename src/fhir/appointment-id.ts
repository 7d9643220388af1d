/** Ids of appointments, and of occurrences: `{series id}.{original start, UTC, basic format}`. */
import { basicUtc, parseBasicUtc } from '../time/zone.ts';

export interface AppointmentId {
  readonly appointmentId: string;
  /** Of an occurrence of a series. */
  readonly originalStart: Date | undefined;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isUuid = (text: string): boolean => UUID.test(text);

/** Undefined for what is neither. */
export function parseAppointmentId(text: string): AppointmentId | undefined {
  const [appointmentId = '', start, ...rest] = text.split('.');
  const originalStart = start === undefined ? undefined : parseBasicUtc(start);
  if (!isUuid(appointmentId) || rest.length > 0 || (start !== undefined && originalStart === undefined)) return undefined;
  return { appointmentId, originalStart };
}

export const occurrenceIdOf = (seriesId: string, originalStart: Date): string => `${seriesId}.${basicUtc(originalStart)}`;
