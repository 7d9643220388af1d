RuleSet: Operation(code, name, title)
* name = "{name}"
* title = "{title}"
* status = #active
* kind = #operation
* code = #{code}
* experimental = false
* date = "2026-01-01"
* publisher = "Aftaledeling"

RuleSet: In(name, min, type)
* parameter[+].name = #{name}
* parameter[=].use = #in
* parameter[=].min = {min}
* parameter[=].max = "1"
* parameter[=].type = #{type}

RuleSet: Out(type)
* parameter[+].name = #return
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #{type}

RuleSet: Doc(text)
* parameter[=].documentation = "{text}"

RuleSet: PastABlock
* insert In(override, 0, code)
* parameter[=].binding.strength = #required
* parameter[=].binding.valueSet = Canonical(OverrideVS)
* insert Doc([[For professionals: past a block, logged as BTG]])
* insert In(override-reason, 0, string)
* insert Doc([[Why, in the professional's words; goes with override]])

Instance: aftaleoversigt
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/aftaleoversigt"
* insert Operation(aftaleoversigt, Aftaleoversigt, [[Overview of a citizen's appointments]])
* description = "Which appointments does this citizen have, when and where? A searchset Bundle of AppointmentOccurrence, soonest first, never paged. By GET on a Patient with from and to alone."
* affectsState = false
* resource = #Patient
* system = false
* type = true
* instance = true
* insert In(patient, 0, Identifier)
* insert Doc([[CPR or eCPR; a citizen's defaults to self, a professional names one]])
* insert In(from, 0, date)
* insert Doc([[Danish day, included; default today]])
* insert In(to, 0, date)
* insert Doc([[Danish day, included; default no end]])
* insert PastABlock
* insert Out(Bundle)

Instance: stamkort
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/stamkort"
* insert Operation(stamkort, Stamkort, [[A citizen's shared master data]])
* description = "One citizen's shared master-data card: a collection Bundle of Patient, RelatedPerson, CareTeam, Coverage, Organization, Observation, Flag, Consent and Provenance; a document Bundle; or the PDC-DK 3.0 document as text/xml. An OperationOutcome with the code incomplete tells of each register that is late or down and of what is missing. The Observation 304251008 is always there: true, false, or not known."
* affectsState = false
* resource = #Patient
* system = false
* type = true
* instance = false
* insert In(patient, 0, Identifier)
* insert Doc([[CPR or eCPR; a citizen's defaults to self, a professional names one]])
* insert In(as, 0, code)
* insert Doc([[document, cda or collection; default collection]])
* insert PastABlock
* insert Out(Bundle)

Instance: import-apd
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/import-apd"
* insert Operation(import-apd, ImportApd, [[Import an APD-DK document]])
* description = "An APD-DK CDA document as the body (text/xml). 201 or 200 with Location, ETag and the warnings."
* affectsState = true
* system = true
* type = false
* instance = false
* insert Out(OperationOutcome)

RuleSet: Answer(name, min, max, doc)
* parameter[+].name = #{name}
* parameter[=].use = #out
* parameter[=].min = {min}
* parameter[=].max = "{max}"
* parameter[=].documentation = "{doc}"

RuleSet: AnswerPart(name, min, type)
* parameter[=].part[+].name = #{name}
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = {min}
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #{type}

Instance: explain
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/explain"
* insert Operation(explain, Explain, [[Why an appointment is shown or hidden]])
* description = "To the sender of the appointment: which series, rule, exception, status and window made it shown or hidden. By the id of an appointment, or of an occurrence. The names and codes are stable."
* affectsState = false
* resource = #Appointment
* system = false
* type = false
* instance = true
* insert Answer(shown, 1, 1, [[Whether it is shown, as far as no block of the citizen hides it from the reader; of a series, whether any of its occurrences is]])
* parameter[=].type = #boolean
* insert Answer(decision, 1, 1, [[What decided: shown, deleted, without-series, without-occurrence, superseded, no-occurrence, excluded, entered-in-error, status-kept, no-start, cancelled-long-ago, past-retention, before-received, beyond-window, not-extended, no-occurrence-shown]])
* parameter[=].type = #code
* insert Answer(text, 1, 1, [[The decision in words]])
* parameter[=].type = #string
* insert Answer(kind, 1, 1, [[single, grouped, series, exception or occurrence]])
* parameter[=].type = #code
* insert Answer(appointment, 1, 1, [[What was asked about as received; of an occurrence, its series]])
* insert AnswerPart(reference, 1, Reference)
* insert AnswerPart(version, 1, positiveInt)
* insert AnswerPart(status, 1, code)
* insert AnswerPart(received, 1, date)
* insert AnswerPart(updated, 1, instant)
* insert AnswerPart(source-updated, 0, instant)
* insert Answer(series, 0, 1, [[The series, and the rule as it was understood, in RFC 5545's words. dates: how many beyond the rule; exclusions: how many are left out; made-until: the day up to which occurrences are made; shown-occurrences and first-shown: of a series asked about]])
* insert AnswerPart(reference, 1, Reference)
* insert AnswerPart(version, 1, positiveInt)
* insert AnswerPart(form, 1, code)
* insert AnswerPart(zone, 1, code)
* insert AnswerPart(rule, 0, string)
* insert AnswerPart(dates, 1, unsignedInt)
* insert AnswerPart(exclusions, 1, unsignedInt)
* insert AnswerPart(made-until, 0, date)
* insert AnswerPart(shown-occurrences, 0, unsignedInt)
* insert AnswerPart(first-shown, 0, instant)
* insert Answer(occurrence, 0, 1, [[The occurrence, with R5's number where the series is a template; start: after its exception]])
* insert AnswerPart(reference, 1, Reference)
* insert AnswerPart(original-start, 1, instant)
* insert AnswerPart(number, 0, positiveInt)
* insert AnswerPart(excluded, 1, boolean)
* insert AnswerPart(start, 0, instant)
* insert Answer(exception, 0, *, [[Each exception of the series or the occurrence. effect: stands, superseded, withdrawn or without-occurrence]])
* insert AnswerPart(reference, 1, Reference)
* insert AnswerPart(version, 1, positiveInt)
* insert AnswerPart(status, 1, code)
* insert AnswerPart(effect, 1, code)
* insert AnswerPart(original-start, 0, instant)
* insert Answer(status, 0, 1, [[The status that it has, or would have. sharing: shared, shared-as-cancelled, kept or hidden]])
* insert AnswerPart(code, 1, code)
* insert AnswerPart(sharing, 1, code)
* insert AnswerPart(hidden-from, 0, instant)
* insert Answer(window, 1, 1, [[The sharing window: whether it binds what was asked about, and the first day that is not shared]])
* insert AnswerPart(binds, 1, boolean)
* insert AnswerPart(today, 1, date)
* insert AnswerPart(days, 1, positiveInt)
* insert AnswerPart(ends, 1, date)
* insert Answer(findings, 0, 1, [[What the service changed or doubted]])
* parameter[=].type = #OperationOutcome

Instance: check
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/check"
* insert Operation(check, Check, [[Check a day of data]])
* description = "To a sender, before it goes live and after: what posting a day of data would come to, with nothing stored and nothing logged of any citizen. The body is what would be posted: a Bundle of type batch or transaction (up to 16 MB and 20,000 entries), one Appointment, Parameters with either as resource, or one APD-DK document (text/xml). It is read, planned on top of what the sender has here, and derived, all of it in memory; beside what posting would say, the entries are held against each other. Issues have their paths from the root of what was posted, and hold no value of it."
* affectsState = false
* system = true
* type = false
* instance = false
* insert In(resource, 1, Resource)
* insert Doc([[Bundle or Appointment]])
* insert Answer(summary, 1, 1, [[How it would go. doubted: taken, with a warning; created to deleted: what the entries that are taken would do]])
* insert AnswerPart(text, 1, string)
* insert AnswerPart(entries, 1, unsignedInt)
* insert AnswerPart(refused, 1, unsignedInt)
* insert AnswerPart(doubted, 1, unsignedInt)
* insert AnswerPart(created, 1, unsignedInt)
* insert AnswerPart(revived, 1, unsignedInt)
* insert AnswerPart(updated, 1, unsignedInt)
* insert AnswerPart(unchanged, 1, unsignedInt)
* insert AnswerPart(deleted, 1, unsignedInt)
* insert Answer(rule, 0, *, [[Each rule that was met, errors first, then by how many entries met it. share: of all entries, 0 to 1; mend: what to do; first: where it was met first. Without a rule: something outside the rules, told by mend]])
* insert AnswerPart(rule, 0, Coding)
* insert AnswerPart(says, 0, string)
* insert AnswerPart(severity, 1, code)
* insert AnswerPart(entries, 1, unsignedInt)
* insert AnswerPart(share, 1, decimal)
* insert AnswerPart(mend, 1, string)
* insert AnswerPart(first, 0, string)
* insert Answer(entry, 0, *, [[Each entry of which there is something to say. index: from 0; status: of the answer that posting it would have]])
* insert AnswerPart(index, 1, unsignedInt)
* insert AnswerPart(status, 1, string)
* insert AnswerPart(issues, 1, OperationOutcome)

Instance: quality
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/quality"
* insert Operation(quality, Quality, [[The quality of one's own data]])
* description = "To a sender: a collection Bundle of MeasureReport of the measure https://aftaledeling.dk/fhir/Measure/quality, one for each day, week or month, oldest first, to the last message. Group messages: what became of what was sent, and how many new versions were doubted. Groups told and refused, each with a rule (or, where none is behind, the code of the issue): how many new versions were told of it, or how many messages were refused by it. Groups lag-median, lag-p95 and lag: whole seconds from source-updated to readable. Figures are written every second; those of a process's last second are lost where it is killed."
* affectsState = false
* system = true
* type = false
* instance = false
* insert In(from, 0, date)
* insert Doc([[Danish day, included; default 30 days back]])
* insert In(to, 0, date)
* insert Doc([[Danish day, included; default today]])
* insert In(by, 0, code)
* insert Doc([[day, week or month; default day]])
* insert Out(Bundle)

RuleSet: OfEntries
* parameter[+].name = #entry
* parameter[=].use = #in
* parameter[=].min = 1
* parameter[=].max = "*"
* parameter[=].part[+].name = #id
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 1
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #string

RuleSet: OutPart(name, min, type)
* parameter[=].part[+].name = #{name}
* parameter[=].part[=].use = #out
* parameter[=].part[=].min = {min}
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #{type}

Instance: quarantine
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/quarantine"
* insert Operation(quarantine, Quarantine, [[List what was refused]])
* description = "To a sender: its refused entries of batches, oldest first, each with what is wrong with it and, where it may be kept, its body."
* affectsState = false
* system = true
* type = false
* instance = false
* parameter[+].name = #total
* parameter[=].use = #out
* parameter[=].min = 1
* parameter[=].max = "1"
* parameter[=].type = #integer
* parameter[+].name = #entry
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "*"
* insert OutPart(id, 1, string)
* insert OutPart(received, 1, instant)
* insert OutPart(times, 1, positiveInt)
* insert OutPart(size, 1, integer)
* insert OutPart(request, 0, string)
* insert OutPart(issues, 1, OperationOutcome)
* insert OutPart(body, 0, string)
* parameter[+].name = #next
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "1"
* parameter[=].type = #url

Instance: quarantine-resend
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/quarantine-resend"
* insert Operation(quarantine-resend, QuarantineResend, [[Send again what was refused]])
* description = "Each entry by itself, as in a batch: those that are taken leave the quarantine."
* affectsState = true
* system = true
* type = false
* instance = false
* insert OfEntries
* parameter[=].part[+].name = #resource
* parameter[=].part[=].use = #in
* parameter[=].part[=].min = 0
* parameter[=].part[=].max = "1"
* parameter[=].part[=].documentation = "The entry mended; as it was kept, where none is given"
* parameter[=].part[=].type = #Resource
* insert Out(Bundle)

Instance: quarantine-discard
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/quarantine-discard"
* insert Operation(quarantine-discard, QuarantineDiscard, [[Let go what was refused]])
* description = "The entries leave the quarantine."
* affectsState = true
* system = true
* type = false
* instance = false
* insert OfEntries
* insert Out(OperationOutcome)

RuleSet: Part(name, use, min, type)
* parameter[=].part[+].name = #{name}
* parameter[=].part[=].use = #{use}
* parameter[=].part[=].min = {min}
* parameter[=].part[=].max = "1"
* parameter[=].part[=].type = #{type}

RuleSet: PartDoc(text)
* parameter[=].part[=].documentation = "{text}"

RuleSet: WhatHappened(use)
* insert Part(municipality, {use}, 1, code)
* insert PartDoc([[Four digits, of dk-core-municipality-codes]])
* insert Part(solution, {use}, 1, code)
* insert PartDoc([[aftaler or stamkort]])
* insert Part(kind, {use}, 1, code)
* insert PartDoc([[schedule-given, technically-installed, in-use or not-applicable]])
* insert Part(date, {use}, 1, date)
* insert PartDoc([[The Danish day it happened]])
* insert Part(planned, {use}, 0, date)
* insert PartDoc([[Of a schedule: from when the solution is to be in use]])

RuleSet: Happened
* parameter[+].name = #event
* parameter[=].use = #out
* parameter[=].min = 0
* parameter[=].max = "*"
* insert Part(id, out, 1, uuid)
* insert WhatHappened(out)
* insert Part(made-up, out, 1, boolean)
* insert Part(recorded, out, 1, instant)
* insert Part(recorded-by, out, 1, string)
* insert Part(withdrawn, out, 0, instant)
* insert Part(withdrawn-by, out, 0, string)

Instance: adoption
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/adoption"
* insert Operation(adoption, Adoption, [[What is recorded of municipalities]])
* description = "Every event that was recorded of a municipality and a solution, with who recorded it, and who withdrew it."
* affectsState = false
* system = true
* type = false
* instance = false
* insert In(municipality, 0, code)
* insert Doc([[Four digits; all, where it is not given]])
* insert In(solution, 0, code)
* insert Doc([[aftaler or stamkort; both, where it is not given]])
* insert Happened

Instance: adoption-record
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/adoption-record"
* insert Operation(adoption-record, AdoptionRecord, [[Record how far municipalities are]])
* description = "All or none. An event that is there already is not recorded again; one that was wrong is withdrawn, never changed."
* affectsState = true
* system = true
* type = false
* instance = false
* parameter[+].name = #event
* parameter[=].use = #in
* parameter[=].min = 1
* parameter[=].max = "*"
* insert WhatHappened(in)
* insert Part(made-up, in, 0, boolean)
* insert PartDoc([[Of an example, and marked so wherever it is shown]])
* insert Happened

Instance: adoption-withdraw
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/adoption-withdraw"
* insert Operation(adoption-withdraw, AdoptionWithdraw, [[Withdraw what was recorded in error]])
* description = "The events stay on record, with who withdrew them and when, and count no more."
* affectsState = true
* system = true
* type = false
* instance = false
* parameter[+].name = #event
* parameter[=].use = #in
* parameter[=].min = 1
* parameter[=].max = "*"
* parameter[=].type = #uuid
* insert Happened
