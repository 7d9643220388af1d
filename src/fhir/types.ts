/** The R4 shapes we use: medplum's, with the siblings that carry primitive extensions, which those leave out. */
import type * as R4 from '@medplum/fhirtypes';

export type {
  Address,
  AppointmentParticipant,
  AuditEvent,
  Bundle,
  BundleEntry,
  CodeableConcept,
  Coding,
  ContactPoint,
  Extension,
  HealthcareService,
  Identifier,
  Location,
  Meta,
  OperationOutcome,
  OperationOutcomeIssue,
  Parameters,
  ParametersParameter,
  Patient,
  Reference,
  Resource,
} from '@medplum/fhirtypes';

/** The sibling of a primitive element (`_end` beside `end`). */
export interface PrimitiveSibling {
  id?: string;
  extension?: R4.Extension[];
}

export type Appointment = R4.Appointment & { _start?: PrimitiveSibling; _end?: PrimitiveSibling };

export type AppointmentStatus = R4.Appointment['status'];
