// R4's own SearchParameters are used as they are, but for this one.

Instance: AuditEvent-patient
InstanceOf: SearchParameter
Usage: #definition
* url = "https://aftaledeling.dk/fhir/SearchParameter/AuditEvent-patient"
* version = "0.1.0"
* name = "AuditEventPatient"
* status = #active
* experimental = false
* date = "2026-01-01"
* publisher = "Aftaledeling"
* description = "Whose data was looked at. R4's parameter also finds events in which the citizen was the one who looked; this one does not."
* derivedFrom = "http://hl7.org/fhir/SearchParameter/AuditEvent-patient"
* code = #patient
* base = #AuditEvent
* type = #reference
* expression = "AuditEvent.entity.what.where(resolve() is Patient)"
* target = #Patient
