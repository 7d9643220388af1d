/** What may be searched by, told once: the parser of searches, the CapabilityStatement and the OpenAPI description read it here. */

export interface SearchParameter {
  readonly type: 'token' | 'date' | 'reference';
  /** HL7's own definition, by its canonical url. */
  readonly definition: string;
  readonly modifiers: readonly string[];
  readonly documentation: string;
}

const ofAppointment = (name: string): string => `http://hl7.org/fhir/SearchParameter/Appointment-${name}`;
const ofResource = (name: string): string => `http://hl7.org/fhir/SearchParameter/Resource-${name}`;

const token = (definition: string, documentation: string, modifiers: readonly string[] = ['not']): SearchParameter => ({
  type: 'token',
  definition,
  modifiers,
  documentation: `${documentation}; {code}, {system}|{code}, |{code} or {system}|`,
});

export const actorTypes = [
  ...['Patient', 'Practitioner', 'PractitionerRole', 'RelatedPerson', 'Device', 'HealthcareService', 'Location'],
] as const;

const reference = (name: string, types: readonly string[], documentation: string): SearchParameter => ({
  type: 'reference',
  definition: ofAppointment(name),
  modifiers: ['identifier', ...types],
  documentation,
});

const PREFIXES = 'prefixes eq, ne, gt, lt, ge, le, sa, eb and ap (a day to either side); what has no time is the Danish day, month or year';

export const appointmentParameters = {
  _id: { type: 'token', definition: ofResource('id'), modifiers: [], documentation: 'The id of an appointment or of an occurrence' },
  _lastUpdated: { type: 'date', definition: ofResource('lastUpdated'), modifiers: [], documentation: `meta.lastUpdated; ${PREFIXES}` },
  _tag: token(ofResource('tag'), "Kinds of a sender's own, and the tags it gave"),
  identifier: token(ofAppointment('identifier'), 'Identifiers, old and secondary ones too', []),
  patient: reference('patient', ['Patient'], 'One citizen: Patient/{id}, or patient:identifier={system}|{number} in the body of a POST'),
  actor: reference(
    'actor',
    actorTypes,
    'A citizen as in patient; others by reference, or by :identifier, contained ones and their providers too',
  ),
  practitioner: reference('practitioner', ['Practitioner'], 'By reference, or by :identifier, contained ones too'),
  location: reference('location', ['Location'], 'By reference, or by :identifier, contained ones too'),
  date: { type: 'date', definition: ofAppointment('date'), modifiers: [], documentation: `Of start; ${PREFIXES}` },
  status: token(ofAppointment('status'), 'Of the appointment'),
  'part-status': token(ofAppointment('part-status'), 'Of any participant'),
  'service-category': token(ofAppointment('service-category'), 'The sector is one of them'),
  'service-type': token(ofAppointment('service-type'), 'The service'),
  'reason-code': token(ofAppointment('reason-code'), 'The reason, where the caller may know it'),
  'appointment-type': token(ofAppointment('appointment-type'), 'The style of appointment'),
} as const satisfies Readonly<Record<string, SearchParameter>>;

export type AppointmentParameter = keyof typeof appointmentParameters;

export const isAppointmentParameter = (name: string): name is AppointmentParameter => Object.hasOwn(appointmentParameters, name);

/** How the result is given. */
export const resultParameters = {
  _sort: 'date, _lastUpdated, or either after a minus; several by commas',
  _count: 'Matches on a page, at most 1000; 0 gives the total alone',
  _total: 'none leaves the total out; estimate and accurate both count',
  _summary: 'true, text, data, count or false',
  _elements: 'Elements by commas; those that R4 demands come too',
  _include: 'Appointment:patient or Appointment:actor adds the Patient; Appointment:practitioner and Appointment:location add nothing',
  _format: 'json or xml',
  _pretty: 'true gives JSON over several lines',
  _cursor: 'Where a next link goes on; for following links alone',
} as const;
