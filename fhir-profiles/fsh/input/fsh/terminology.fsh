// The rule ids are src/fhir/rule.ts; their CodeSystem is written from there (tests/tools/build-rules.ts).

CodeSystem: VisitTimeKind
Id: visit-time-kind
Title: "Kind of visit time"
Description: "How the time of a visit is to be understood, and so how it is shown to the citizen."
* ^caseSensitive = true
* ^experimental = false
* #day "Day" "Some time during the day: Danish midnight with an unknown end, or to 23:59 or the next midnight"
* #window "Window" "Start and end are a window in which the visit begins"
* #open-end "Open end" "The start is known and the end is not"
* #multi-day "Several days" "24 hours or more"
* #exact "Exact" "Start and end are the visit's own"

ValueSet: VisitTimeKindVS
Id: visit-time-kind
Title: "Kinds of visit time"
Description: "Every kind of visit time."
* ^experimental = false
* include codes from system VisitTimeKind

CodeSystem: PlaceKind
Id: place-kind
Title: "Kind of meeting place"
Description: "Where citizen and performer meet. `phone` and `video` also stand in `Location.type` of what is sent."
* ^caseSensitive = true
* ^experimental = false
* #home "Home" "At the citizen's home; its address is never passed on"
* #unit "Unit" "At a unit of the health service, known by its name or SOR id"
* #address "Address" "At an address that is neither a unit nor the citizen's home"
* #phone "Phone" "By telephone"
* #video "Video" "By video"
* #unknown "Unknown" "The sender does not say"

ValueSet: PlaceKindVS
Id: place-kind
Title: "Kinds of meeting place"
Description: "Every kind of meeting place."
* ^experimental = false
* include codes from system PlaceKind

CodeSystem: PlaceCertainty
Id: place-certainty
Title: "Certainty of a meeting place"
Description: "How the meeting place was found."
* ^caseSensitive = true
* ^experimental = false
* #as-sent "As sent" "A code says so"
* #derived "Derived" "Words say so"
* #uncertain "Uncertain" "The place is the performer's own office, or else doubtful"

ValueSet: PlaceCertaintyVS
Id: place-certainty
Title: "Certainties of a meeting place"
Description: "Every certainty of a meeting place."
* ^experimental = false
* include codes from system PlaceCertainty

CodeSystem: ChangeKind
Id: change-kind
Title: "Kind of change"
Description: "What has changed in an appointment since it was first shared."
* ^caseSensitive = true
* ^experimental = false
* #moved "Moved" "Another start"
* #cancelled "Cancelled" "The appointment will not take place"
* #place "Place" "Another meeting place"
* #length "Length" "Another length"
* #performer "Performer" "Another performer"

ValueSet: ChangeKindVS
Id: change-kind
Title: "Kinds of change"
Description: "Every kind of change."
* ^experimental = false
* include codes from system ChangeKind

CodeSystem: Kind
Id: kind
Title: "Kind of stored appointment"
Description: "Tags in `meta.tag` of what a sender reads back."
* ^caseSensitive = true
* ^experimental = false
* #series "Series" "The master of a recurring appointment"
* #exception "Exception" "An occurrence of a series that was changed by itself"

ValueSet: KindVS
Id: kind
Title: "Kinds of stored appointment"
Description: "Every kind of stored appointment."
* ^experimental = false
* include codes from system Kind

CodeSystem: Label
Id: label
Title: "Label"
Description: "Labels in `meta.security` that say how much of an appointment is passed on."
* ^caseSensitive = true
* ^experimental = false
* #time-only "Time only" "Other sectors see that the citizen is busy, and not with what"

ValueSet: LabelVS
Id: label
Title: "Labels"
Description: "Every label."
* ^experimental = false
* include codes from system Label

ValueSet: SectorVS
Id: sector
Title: "Sectors"
Description: "The sector that an appointment is from, as APD-DK codes it (MedCom Message Codes)."
* ^experimental = false
* $sector#MunicipalityAppointment
* $sector#RegionalAppointment
* $sector#PractitionerAppointment

ValueSet: CitizenIdentifierSystemVS
Id: citizen-identifier-system
Title: "Systems of citizens' identifiers"
Description: "CPR, and the national and regional replacement numbers (eCPR), as in dk-core."
* ^experimental = false
* $uri#urn:oid:1.2.208.176.1.2 "CPR"
* $uri#urn:oid:1.2.208.176.1.6.1.1 "X-eCPR"
* $uri#urn:oid:1.2.208.176.1.6.1.3 "D-eCPR"
* $uri#urn:oid:1.2.208.176.1.6.1.3.177 "D-eCPR, Region Sjælland"
* $uri#urn:oid:1.2.208.176.1.6.1.3.179 "D-eCPR, Region Nordjylland"
* $uri#urn:oid:1.2.208.176.1.6.1.3.181 "D-eCPR, Region Midtjylland"
* $uri#urn:oid:1.2.208.176.1.6.1.3.183 "D-eCPR, Region Syddanmark"
* $uri#urn:oid:1.2.208.176.1.6.1.3.187 "D-eCPR, Region Hovedstaden"

ValueSet: OccurrenceStatusVS
Id: occurrence-status
Title: "Statuses that are shared"
Description: "The statuses in which an appointment is shown."
* ^experimental = false
* http://hl7.org/fhir/appointmentstatus#booked
* http://hl7.org/fhir/appointmentstatus#arrived
* http://hl7.org/fhir/appointmentstatus#checked-in
* http://hl7.org/fhir/appointmentstatus#fulfilled
* http://hl7.org/fhir/appointmentstatus#cancelled

ValueSet: OverrideVS
Id: override
Title: "Ways past a block"
Description: "Why a professional reads what a citizen has blocked."
* ^experimental = false
* include codes from system Override

CodeSystem: Override
Id: override
Title: "Way past a block"
Description: "Why a professional reads what a citizen has blocked (værdispring)."
* ^caseSensitive = true
* ^experimental = false
* #consent "Consent" "The citizen agrees"
* #emergency "Emergency" "The citizen cannot agree and needs help now"

CodeSystem: QualityFigure
Id: quality-figure
Title: "Figure of quality"
Description: "What is counted of a sender's data, in MeasureReport.group."
* ^caseSensitive = true
* ^experimental = false
* #messages "Messages" "What was sent: single messages, and entries of bundles"
* #created "Created" "Made an appointment"
* #revived "Revived" "Brought a deleted appointment back"
* #updated "Updated" "Made a new version"
* #unchanged "Unchanged" "Changed nothing"
* #deleted "Deleted" "Deleted an appointment"
* #refused "Refused" "Was refused; with a rule: by it"
* #doubted "Doubted" "Made a version that something was doubted of"
* #told "Told" "With a rule: made a version that was told of it"
* #lag "Lag" "From source-updated to readable"
* #lag-median "Median lag" "Half of the versions were readable within"
* #lag-p95 "95th percentile of lag" "95 of 100 versions were readable within"
* #lag-up-to "Lag up to" "The longest lag of the step"

ValueSet: QualityFigureVS
Id: quality-figure
Title: "Figures of quality"
Description: "Every figure of quality."
* ^experimental = false
* include codes from system QualityFigure

CodeSystem: SenderKind
Id: sender-kind
Title: "Kind of sender"
Description: "Whose appointments a sender shares; in Organization.type of the registry."
* ^caseSensitive = true
* ^experimental = false
* #municipal "Municipality" "A municipality's care record system"
* #regional "Region" "A region's hospitals"
* #general-practice "General practice" "A general practitioner's record system"
* #specialist-practice "Specialist practice" "A practising specialist's record system"

ValueSet: SenderKindVS
Id: sender-kind
Title: "Kinds of sender"
Description: "Every kind of sender."
* ^experimental = false
* include codes from system SenderKind
