Profile: AppointmentOccurrence
Parent: Appointment
Id: AppointmentOccurrence
Title: "Appointment occurrence"
Description: "What a reader gets: one time of an appointment, complete, with a time text and a place text that can be shown as they are. Where the citizen has blocked it, or only the time may be told, it has id, meta, status, start, end, visit-time and the citizen alone."
* id 1..1
* meta 1..1
* meta.versionId 1..1
* meta.lastUpdated 1..1
* text 0..0
* extension ^slicing.discriminator.type = #value
* extension ^slicing.discriminator.path = "url"
* extension ^slicing.rules = #closed
* extension contains
    VisitTime named visit-time 1..1 and
    MeetingPlace named meeting-place 0..1 and
    Changed named changed 0..* and
    $originatingAppointment named originatingAppointment 0..1 and
    $recurrenceId named recurrenceId 0..1 and
    OriginalStart named original-start 0..1 and
    $occurrenceChanged named occurrenceChanged 0..1 and
    GuidedInterval named guided-interval 0..1 and
    Timezone named timezone 0..1 and
    SeriesGroup named series-group 0..1 and
    SourceUpdated named source-updated 0..1 and
    $virtualService named virtualService 0..*
* status from OccurrenceStatusVS (required)
* supportingInformation 0..0
* start 1..1
* start obeys value-missing
* end obeys end-unknown
* slot 0..0
* comment 0..0
* basedOn 0..0
* participant ^slicing.discriminator.type = #value
* participant ^slicing.discriminator.path = "actor.identifier.system"
* participant ^slicing.rules = #open
* participant contains citizen 1..1
* participant[citizen].actor 1..1
* participant[citizen].actor only Reference(Patient)
* participant[citizen].actor.reference 1..1
* participant[citizen].actor.type 1..1
* participant[citizen].actor.identifier 1..1
* participant[citizen].actor.identifier.system 1..1
* participant[citizen].actor.identifier.system from CitizenIdentifierSystemVS (required)
* participant[citizen].actor.identifier.value 1..1
