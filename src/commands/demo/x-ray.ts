/** The region's one appointment that comes as an APD-DK document, on a day with no set time. */
import { readFileSync } from 'node:fs';
import type { AnyIdentifier, ApdDocument } from './booking.ts';
import { at, type SampleDays } from './sample-days.ts';

const APD_SYSTEM = 'urn:oid:1.2.208.184';
const APPOINTMENT = '5a3b1f0e-7c42-4d19-9e6b';
const DOCUMENT = '5a3b1f0e-7c42-4d19-9e6c';

/** Whether it is the X-ray of this or another day's sample. */
export const isXRay = ({ system, value }: AnyIdentifier): boolean => system === APD_SYSTEM && value?.startsWith(APPOINTMENT) === true;

export function xRay({ today, workday }: SampleDays): ApdDocument {
  // Each day's sample has ids of its own.
  const id = (stem: string): string => `${stem}-${today.replaceAll('-', '').padStart(12, '0')}`;
  const identifier = { system: APD_SYSTEM, value: id(APPOINTMENT) };
  const fields: Readonly<Record<string, string>> = {
    documentId: id(DOCUMENT),
    appointmentId: identifier.value,
    written: hl7Time(at(today, '06:00')),
    start: hl7Time(at(workday(4), '00:00')),
  };
  const template = readFileSync(new URL('./x-ray.xml', import.meta.url), 'utf8');
  return { identifier, xml: template.replaceAll(/\{(\w+)\}/g, (field, name: string) => fields[name] ?? field) };
}

/** `2026-03-04T10:15:00+01:00` → `20260304101500+0100` */
const hl7Time = (instant: string): string => instant.slice(0, 19).replaceAll(/\D/g, '') + instant.slice(19).replace(':', '');
