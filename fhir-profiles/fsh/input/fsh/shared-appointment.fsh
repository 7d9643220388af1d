Profile: SharedAppointment
Parent: Appointment
Id: SharedAppointment
Title: "Shared appointment"
Description: "What a sender posts: one appointment, or a series of them, of one citizen. Rules that need the sender, such as whose sector it is, are the service's own."
* obeys identity-missing and recurrence-forms
* extension contains
    GuidedInterval named guided-interval 0..1 and
    $recurrenceTemplate named recurrenceTemplate 0..1 and
    Rrule named rrule 0..1 and
    Timezone named timezone 0..1 and
    $originatingAppointment named originatingAppointment 0..1 and
    $recurrenceId named recurrenceId 0..1 and
    OriginalStart named original-start 0..1 and
    $occurrenceChanged named occurrenceChanged 0..1 and
    SeriesGroup named series-group 0..1 and
    SourceUpdated named source-updated 0..1 and
    $virtualService named virtualService 0..*
* modifierExtension 0..0
* modifierExtension ^short = "None is known here, and none may be passed over"
* identifier 1..*
* identifier obeys identity-parts
* identifier ^short = "The sender's own id with system; those of use old or secondary are no identity"
* status obeys value-missing
* serviceCategory ^slicing.discriminator.type = #pattern
* serviceCategory ^slicing.discriminator.path = "$this"
* serviceCategory ^slicing.rules = #open
* serviceCategory contains sector 0..1
* serviceCategory[sector] ^short = "The sector; filled in from the sender where it is absent"
* serviceCategory[sector] ^patternCodeableConcept.coding.system = $sector
* serviceCategory[sector] from SectorVS (required)
* start obeys value-missing and time-range
* end obeys end-unknown and time-range and time-end-before-start
* end ^short = "The end; _end with a data-absent-reason of unknown where it is not known"
* minutesDuration ^short = "How long the visit takes, when that is not end − start"
* participant ^slicing.discriminator.type = #value
* participant ^slicing.discriminator.path = "actor.identifier.system"
* participant ^slicing.rules = #open
* participant ^definition = "The citizen by a CPR or eCPR number; the performer (PPRF) and the requester (REF) as a contained HealthcareService, or by SOR id or ydernummer; the place as a contained Location, or by SOR id."
* participant contains citizen 1..1
* participant[citizen].actor 1..1
* participant[citizen].actor only Reference(Patient)
* participant[citizen].actor.identifier 1..1
* participant[citizen].actor.identifier.system 1..1
* participant[citizen].actor.identifier.system from CitizenIdentifierSystemVS (required)
* participant[citizen].actor.identifier.value 1..1

Invariant: identity-missing
Description: "At least one identifier has another use than old and secondary"
Severity: #error
Expression: "identifier.empty() or identifier.where(use.empty() or (use != 'old' and use != 'secondary')).exists()"

Invariant: identity-parts
Description: "An identifier of another use than old and secondary has a system and a value"
Severity: #error
Expression: "(use.exists() and (use = 'old' or use = 'secondary')) or (system.hasValue() and value.hasValue())"

Invariant: recurrence-forms
Description: "A series has one recurrenceTemplate or one rrule, never both"
Severity: #error
Expression: "extension.where(url = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.recurrenceTemplate').empty() or extension.where(url = 'https://aftaledeling.dk/fhir/StructureDefinition/rrule').empty()"

Invariant: value-missing
Description: "The element has a value, not only a reason why it has none"
Severity: #error
Expression: "hasValue()"

Invariant: end-unknown
Description: "An end without a value has a data-absent-reason of unknown"
Severity: #error
Expression: "hasValue() or extension.where(url = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason').value = 'unknown'"

Invariant: time-range
Description: "Start and end lie between 1900 and 2199"
Severity: #error
Expression: "hasValue().not() or ($this >= @1900-01-01T00:00:00+01:00 and $this < @2200-01-01T00:00:00+01:00)"

Invariant: time-end-before-start
Description: "An appointment does not end before it starts"
Severity: #error
Expression: "hasValue().not() or %resource.start.hasValue().not() or $this >= %resource.start"
