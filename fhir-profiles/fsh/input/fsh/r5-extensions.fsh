// R5's elements in R4, by the urls of HL7's cross-version extensions. A nested url may also be the whole stem and its name
// (…recurrenceTemplate.weeklyTemplate.monday); both forms are read.

RuleSet: R5(element)
* ^url = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.{element}"
* ^publisher = "HL7 International"

Extension: RecurrenceTemplate
Id: r5-recurrence-template
Title: "R5 Appointment.recurrenceTemplate"
Description: "The pattern of a recurring appointment."
Context: Appointment
* insert R5(recurrenceTemplate)
* extension contains
    timezone 0..1 and
    recurrenceType 1..1 and
    lastOccurrenceDate 0..1 and
    occurrenceCount 0..1 and
    occurrenceDate 0..* and
    weeklyTemplate 0..1 and
    monthlyTemplate 0..1 and
    yearlyTemplate 0..1 and
    excludingDate 0..* and
    excludingRecurrenceId 0..*
* extension[timezone].value[x] 1..1
* extension[timezone].value[x] only CodeableConcept
* extension[recurrenceType].value[x] 1..1
* extension[recurrenceType].value[x] only CodeableConcept
* extension[lastOccurrenceDate].value[x] 1..1
* extension[lastOccurrenceDate].value[x] only date
* extension[occurrenceCount].value[x] 1..1
* extension[occurrenceCount].value[x] only positiveInt
* extension[occurrenceDate].value[x] 1..1
* extension[occurrenceDate].value[x] only date
* extension[excludingDate].value[x] 1..1
* extension[excludingDate].value[x] only date
* extension[excludingRecurrenceId].value[x] 1..1
* extension[excludingRecurrenceId].value[x] only positiveInt
* extension[weeklyTemplate].extension contains
    monday 0..1 and
    tuesday 0..1 and
    wednesday 0..1 and
    thursday 0..1 and
    friday 0..1 and
    saturday 0..1 and
    sunday 0..1 and
    weekInterval 0..1
* extension[weeklyTemplate].extension[monday].value[x] 1..1
* extension[weeklyTemplate].extension[monday].value[x] only boolean
* extension[weeklyTemplate].extension[tuesday].value[x] 1..1
* extension[weeklyTemplate].extension[tuesday].value[x] only boolean
* extension[weeklyTemplate].extension[wednesday].value[x] 1..1
* extension[weeklyTemplate].extension[wednesday].value[x] only boolean
* extension[weeklyTemplate].extension[thursday].value[x] 1..1
* extension[weeklyTemplate].extension[thursday].value[x] only boolean
* extension[weeklyTemplate].extension[friday].value[x] 1..1
* extension[weeklyTemplate].extension[friday].value[x] only boolean
* extension[weeklyTemplate].extension[saturday].value[x] 1..1
* extension[weeklyTemplate].extension[saturday].value[x] only boolean
* extension[weeklyTemplate].extension[sunday].value[x] 1..1
* extension[weeklyTemplate].extension[sunday].value[x] only boolean
* extension[weeklyTemplate].extension[weekInterval].value[x] 1..1
* extension[weeklyTemplate].extension[weekInterval].value[x] only positiveInt
* extension[monthlyTemplate].extension contains
    dayOfMonth 0..1 and
    nthWeekOfMonth 0..1 and
    dayOfWeek 0..1 and
    monthInterval 1..1
* extension[monthlyTemplate].extension[dayOfMonth].value[x] 1..1
* extension[monthlyTemplate].extension[dayOfMonth].value[x] only positiveInt
* extension[monthlyTemplate].extension[nthWeekOfMonth].value[x] 1..1
* extension[monthlyTemplate].extension[nthWeekOfMonth].value[x] only Coding
* extension[monthlyTemplate].extension[dayOfWeek].value[x] 1..1
* extension[monthlyTemplate].extension[dayOfWeek].value[x] only Coding
* extension[monthlyTemplate].extension[monthInterval].value[x] 1..1
* extension[monthlyTemplate].extension[monthInterval].value[x] only positiveInt
* extension[yearlyTemplate].extension contains yearInterval 1..1
* extension[yearlyTemplate].extension[yearInterval].value[x] 1..1
* extension[yearlyTemplate].extension[yearInterval].value[x] only positiveInt

Extension: RecurrenceId
Id: r5-recurrence-id
Title: "R5 Appointment.recurrenceId"
Description: "The number of an occurrence in its series, from 1."
Context: Appointment
* insert R5(recurrenceId)
* value[x] 1..1
* value[x] only positiveInt

Extension: OccurrenceChanged
Id: r5-occurrence-changed
Title: "R5 Appointment.occurrenceChanged"
Description: "Whether the occurrence differs from what its series says."
Context: Appointment
* insert R5(occurrenceChanged)
* value[x] 1..1
* value[x] only boolean

Extension: OriginatingAppointment
Id: r5-originating-appointment
Title: "R5 Appointment.originatingAppointment"
Description: "The series that an occurrence is of."
Context: Appointment
* insert R5(originatingAppointment)
* value[x] 1..1
* value[x] only Reference(Appointment)

Extension: VirtualService
Id: r5-virtual-service
Title: "R5 Appointment.virtualService"
Description: "How to meet by phone or video."
Context: Appointment
* insert R5(virtualService)
