// What a sender may say of an appointment that R4 has no element for.

Extension: GuidedInterval
Id: guided-interval
Title: "Guided interval"
Description: "Start and end are a window in which the visit begins. The value is the sender's own words; \"Tidspunktet er vejledende\" where it has none."
Context: Appointment
* value[x] only string
* value[x] 1..1

Extension: Rrule
Id: rrule
Title: "Recurrence rule (RFC 5545)"
Description: "Content lines RRULE, RDATE and EXDATE of RFC 5545, split by newlines, or by spaces before those words; a bare rule without its name too. DTSTART is Appointment.start in the zone of the extension timezone."
Context: Appointment
* value[x] only string
* value[x] 1..1

Extension: Timezone
Id: timezone
Title: "Time zone"
Description: "The IANA zone in which a recurrence rule is walked; Europe/Copenhagen where it is absent."
Context: Appointment
* value[x] only code
* value[x] 1..1

Extension: OriginalStart
Id: original-start
Title: "Original start"
Description: "Where the series put the occurrence, whatever was changed later."
Context: Appointment
* value[x] only instant
* value[x] 1..1

Extension: SeriesGroup
Id: series-group
Title: "Series group"
Description: "For senders that send every occurrence by itself: the group id that the occurrences share. The sharing window binds them as it binds a series."
Context: Appointment
* value[x] only Identifier
* value[x] 1..1
* valueIdentifier.value 1..1

Extension: SourceUpdated
Id: source-updated
Title: "Updated at the source"
Description: "When the content came to be in the sender's system. A message that is older than what is stored does nothing."
Context: Appointment
* value[x] only instant
* value[x] 1..1

// What the service adds for whoever shows the appointment.

Extension: VisitTime
Id: visit-time
Title: "Visit time"
Description: "When the visit is, ready to be shown to the citizen."
Context: Appointment
* extension contains
    kind 1..1 and
    start 0..1 and
    end 0..1 and
    minutes 0..1 and
    text 1..1
* extension[kind].value[x] 1..1
* extension[kind].value[x] only code
* extension[kind].valueCode from VisitTimeKindVS (required)
* extension[start] ^short = "A date where the kind is day; otherwise with time, in Danish offset"
* extension[start].value[x] 1..1
* extension[start].value[x] only dateTime
* extension[end].value[x] 1..1
* extension[end].value[x] only dateTime
* extension[minutes] ^short = "How long the visit takes"
* extension[minutes].value[x] 1..1
* extension[minutes].value[x] only positiveInt
* extension[text] ^short = "In Danish, addressed to the citizen whoever reads"
* extension[text].value[x] 1..1
* extension[text].value[x] only string

Extension: MeetingPlace
Id: meeting-place
Title: "Meeting place"
Description: "Where citizen and performer meet, ready to be shown to the citizen. Of a home, nothing but that it is one."
Context: Appointment
* extension contains
    kind 1..1 and
    name 0..1 and
    address 0..1 and
    phone 0..1 and
    sor 0..1 and
    certainty 1..1 and
    text 1..1
* obeys place-home
* extension[kind].value[x] 1..1
* extension[kind].value[x] only code
* extension[kind].valueCode from PlaceKindVS (required)
* extension[name].value[x] 1..1
* extension[name].value[x] only string
* extension[address].value[x] 1..1
* extension[address].value[x] only Address
* extension[phone].value[x] 1..1
* extension[phone].value[x] only ContactPoint
* extension[sor].value[x] 1..1
* extension[sor].value[x] only Identifier
* extension[certainty].value[x] 1..1
* extension[certainty].value[x] only code
* extension[certainty].valueCode from PlaceCertaintyVS (required)
* extension[text].value[x] 1..1
* extension[text].value[x] only string

Invariant: place-home
Description: "Of a home, no address, name or position is told"
Severity: #error
Expression: "extension.where(url = 'kind' and value = 'home').exists() implies extension.where(url = 'address' or url = 'name' or url = 'sor').empty()"

Extension: Changed
Id: changed
Title: "Changed"
Description: "What has changed since the appointment was first shared; once for each kind of change."
Context: Appointment
* extension contains
    what 1..1 and
    previous-start 0..1 and
    at 0..1 and
    text 1..1
* extension[what].value[x] 1..1
* extension[what].value[x] only code
* extension[what].valueCode from ChangeKindVS (required)
* extension[previous-start].value[x] 1..1
* extension[previous-start].value[x] only dateTime
* extension[at].value[x] 1..1
* extension[at].value[x] only instant
* extension[text].value[x] 1..1
* extension[text].value[x] only string

// Of the registry of senders.

Extension: PseudonymiseStaff
Id: pseudonymise-staff
Title: "Staff under pseudonyms"
Description: "The organisation's staff appear in citizens' logs under pseudonyms."
Context: Organization
* value[x] only boolean
* value[x] 1..1

Extension: ChangedBy
Id: changed-by
Title: "Changed by"
Description: "Who made this version: the administrator, by the issuer's lasting name for them."
Context: Meta
* value[x] only string
* value[x] 1..1
