/** Appointments that repeat, in each wire form, from short writing. */
import { EXT } from '../../src/fhir/extension.ts';
import type { Appointment, Extension } from '../../src/fhir/types.ts';

/** `recurrenceTemplate` as R5's JSON would have it, codes as plain text: `{"recurrenceType":"wk","weeklyTemplate":{"monday":true}}`. */
export interface Template {
  readonly [part: string]: string | number | boolean | readonly (string | number)[] | Template;
}

export interface Times {
  readonly start: string;
  readonly end?: string | undefined;
}

const CODEABLE = ['timezone', 'recurrenceType'];
const CODING = ['nthWeekOfMonth', 'dayOfWeek'];

/** Nested urls are plain names, or with `long` the whole stem and the name. */
export function templateExtension(template: Template, { long }: { readonly long: boolean }): Extension {
  return { url: EXT.recurrenceTemplate, extension: nested(template, EXT.recurrenceTemplate, long) };
}

function nested(template: Template, stem: string, long: boolean): Extension[] {
  return Object.entries(template).flatMap(([name, value]) => {
    const url = long ? `${stem}.${name}` : name;
    return (Array.isArray(value) ? value : [value]).map((one): Extension => {
      if (typeof one === 'object') return { url, extension: nested(one, `${stem}.${name}`, long) };
      if (typeof one === 'boolean') return { url, valueBoolean: one };
      if (typeof one === 'number') return { url, valuePositiveInt: one };
      if (CODEABLE.includes(name)) return { url, valueCodeableConcept: { coding: [{ code: one }] } };
      if (CODING.includes(name)) return { url, valueCoding: { code: one } };
      return { url, valueDate: one };
    });
  });
}

export const withTemplate = (times: Times, template: Template, { long = false } = {}): Appointment =>
  appointment(times, [templateExtension(template, { long })]);

export const withRrule = (times: Times, lines: string, zone?: string): Appointment =>
  appointment(times, [{ url: EXT.rrule, valueString: lines }, ...(zone === undefined ? [] : [{ url: EXT.timezone, valueCode: zone }])]);

export const appointment = ({ start, end }: Times, extension: Extension[]): Appointment => ({
  resourceType: 'Appointment',
  status: 'booked',
  participant: [],
  start,
  ...(end !== undefined && { end }),
  extension,
});
