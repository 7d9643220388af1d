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
* description = "The card: a document Bundle, or the PDC-DK document as text/xml."
* affectsState = false
* resource = #Patient
* system = false
* type = true
* instance = false
* insert In(patient, 0, Identifier)
* insert Doc([[CPR or eCPR; a citizen's defaults to self, a professional names one]])
* insert In(as, 0, code)
* insert Doc([[document or cda; default document]])
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

Instance: explain
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/explain"
* insert Operation(explain, Explain, [[Why an appointment is shown or hidden]])
* description = "To the sender of the appointment: what decides whether it is shown, and what became of it."
* affectsState = false
* resource = #Appointment
* system = false
* type = false
* instance = true
* insert Out(Parameters)

Instance: check
InstanceOf: OperationDefinition
Usage: #definition
* url = "https://aftaledeling.dk/fhir/OperationDefinition/check"
* insert Operation(check, Check, [[Check a day of data]])
* description = "A Bundle of appointments as the body; a quality report by rule. Nothing is stored."
* affectsState = false
* system = true
* type = false
* instance = false
* insert In(resource, 1, Bundle)
* insert Out(Parameters)
