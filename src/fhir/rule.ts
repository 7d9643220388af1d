/**
 * Every rule that may refuse, change or doubt what a sender posts, by its id. The ids are a contract: they stand in
 * `OperationOutcome.issue.details.coding` under `RULE_SYSTEM` and are counted in the sender's quality figures.
 */
import { BASE } from './base.ts';

export const RULE_SYSTEM = `${BASE}/CodeSystem/rule`;

/** Rule id → what it says, in one line. */
export const rules = {
  // refused by the base specification
  'base-structure': 'The body is a resource of the base specification: known elements, right types, right cardinality',
  'base-json': 'The body is strict JSON: no null for a value, no name twice, no half characters, no endless nesting',
  'base-binding': 'A code is one of its required value set',
  'base-invariant': 'A rule of the base specification other than those named here',
  'ele-1': 'An element has a value or children',
  'ext-1': 'An extension has a value or extensions, not both',
  'dom-2': 'A contained resource contains none itself',
  'dom-3': 'A contained resource has an id of its own and is referred to',
  'dom-4': 'A contained resource has no version and no lastUpdated',
  'dom-5': 'A contained resource has no security label',
  'ref-1': 'A reference that begins with # points to a contained resource that is there',
  'reference-target': 'A reference points to a type that its element allows',
  'txt-1': 'A narrative is a div of safe XHTML with some content',
  'app-1': 'A participant has a type or an actor',
  'app-2': 'Start and end are both there, or neither',
  'app-3': 'A booked appointment has a start and an end; an unknown end is `_end` with data-absent-reason `unknown`',
  'app-4': 'A cancelation reason goes with a cancelled appointment or a no-show',

  // refused by the profile SharedAppointment, or by the definition of an extension
  'profile-cardinality': 'An element is there as often as the profile allows',
  'profile-slice': 'An element of a slice is there as often as the profile allows',
  'profile-type': 'A value has a type that the profile allows',
  'profile-value': 'A value is the one that the profile fixes',
  'profile-binding': 'A code is one of the value set that the profile binds',
  'profile-invariant': 'A rule of the profile other than those named here',
  'extension-content': 'An extension has the content that its definition says',
  'identity-missing': 'At least one identifier has another use than old and secondary',
  'identity-parts': 'An identifier of another use than old and secondary has a system and a value',
  'value-missing': 'Status and start have a value, not only a reason why they have none',
  'end-unknown': 'An end without a value has a data-absent-reason of unknown',

  // XML of either kind
  xml: 'XML is well-formed UTF-8, without a DOCTYPE or entities of its own, and not nested past all reason',

  // APD-DK documents: refused
  'apd-document': 'The body is one CDA ClinicalDocument with one encounter of moodCode APT',
  'apd-citizen': 'recordTarget names exactly one citizen, by a CPR or eCPR number of a day that exists',
  'apd-id': 'The encounter has an id: the identity of the appointment',
  'apd-start': 'The encounter has a start (effectiveTime low)',
  'apd-time': 'A time is YYYYMMDDHHMMSS with an offset, and tells the day at least',
  // APD-DK documents: told of
  'apd-title': 'The title holds the number in recordTarget',
  'apd-header-time': "The header's interval and the body's are the same instants; the body's holds",
  'apd-time-precision': 'A time tells hour and minute',
  'apd-time-offset': 'A time has an offset; without one it is Danish wall time',
  'apd-time-season': "A time's offset is the one Denmark has on that day",
  'apd-category': "The encounter's code is an appointment category; otherwise the sender's sector is taken",
  'apd-status': 'The status of an appointment is active',
  'apd-id-form': 'Ids are UUIDs; others are taken as they are',
  'apd-guided-words': 'A guided time has words of its own; otherwise the standard words are taken',
  'apd-repeat-code': 'The mark of a repeating appointment is RepeatingDocumentType',
  'apd-repeat-group': "A repeating appointment has a group id; otherwise its own id is taken as the group's",
  'apd-performer': 'The appointment has a performer',
  'apd-organisation-id': 'Performer and requester have a SOR id or a ydernummer',
  'apd-requester-code': 'The code of the requester is REFB',
  'apd-place': 'The appointment has exactly one place (LOC, SBJ or DST)',
  'apd-place-id': 'A place of type LOC has a SOR id',
  'apd-place-home': "The performer's own address is not marked as the citizen's home",

  // PDC-DK documents: refused
  'pdc-document': 'The body is a PDC-DK document: a CDA ClinicalDocument of template 1.2.208.184.16.1',
  'pdc-citizen': 'recordTarget names exactly one citizen, by a CPR or eCPR number of a day that exists',
  // PDC-DK documents: told of
  'pdc-code': 'The code of the document is PDC',
  'pdc-missing': 'The document has each obligatory entry',
  'pdc-id': 'An entry has an id of its own, a UUID',
  'pdc-author': 'An item says by code who entered it; a register is an organisation',
  'pdc-time': 'A time is one that CDA has, and an item that was typed in says when',
  'pdc-value': 'A value is one that the standard has for its entry',
  'pdc-entry-empty': 'An entry has an observation with the values of its kind',
  'pdc-entry-unknown': 'An entry is of a kind that PDC-DK has',
  'pdc-template': 'Template and code of an entry are of one kind',
  'pdc-organizer': 'A relative is one observation, not an organizer of several',
  'pdc-guardian': 'A document has no guardian: the final standard left it out',
  'pdc-header-name': 'Name and address are an entry',
  'pdc-header-register': 'What registers say are entries, not ids in the header',
  'pdc-header-relative': 'Relatives are entries, not informants in the header',
  'pdc-surgery-place': 'providerOrganization stands in patientRole',
  'pdc-birth-time': 'A time of birth is a day',
  'pdc-address-text': 'An address holds no text between its parts',

  // participants
  'citizen-missing': 'One participant names the citizen by a CPR or eCPR number',
  'citizen-number': 'The number is one of its system, and its first six digits a day that exists',
  'citizen-several': 'Only one participant carries a CPR or eCPR number',
  'actor-organization': "R4's Appointment has no Organization among its actors",
  'performer-missing': 'A participant of type PPRF says who carries out the visit',

  // sector and reason
  'sector-absent': "The sector is a coding of serviceCategory; without one the sender's own is filled in",
  'sector-other': "The sector is the sender's own",
  'sector-several': 'There is one sector coding at most',
  'practice-replaced': 'What an appointment at a practice is about is replaced by a fixed text, before anything is stored',

  // time: refused
  'time-end-before-start': 'An appointment does not end before it starts',
  'time-range': 'Start and end lie between 1900 and 2199',
  // time: told of
  'time-day': 'Danish midnight with an unknown end, or to 23:59 or the next midnight, is a day with no set time',
  'time-end-unknown': 'An appointment has a known end',
  'time-guided-without-end': 'A guided interval has an end: the latest time at which the visit begins',
  'time-length-differs': '`minutesDuration` is end − start, unless the interval is guided',
  'time-no-length': 'Start and end are not the same instant',
  'time-placeholder': 'A start at 23:59 with an unknown end is no placeholder',
  'time-window-long': 'A window in which a visit begins is shorter than 24 hours',
  'time-window-repeated': '`minutesDuration` of a guided interval is the length of the visit, not of the window',
  'time-window-without-length': 'A guided interval has a `minutesDuration`',

  // place: told of
  'place-missing': 'The appointment has a place with a name or an address',
  'place-several': 'The appointment has one place',
  'place-of-performer': "A municipal place is not the performer's own office",
  'place-home-at-office': "A place marked as the citizen's home is not the performer's own office",
  'place-by-words': 'Home, phone and video are said by a code, not by words alone',
  'place-without-address': 'A place has an address',
  'place-ydernummer': 'A place is identified by its SOR id',

  'modifier-extension': 'An element carries no modifier extension: none is known here, and none may be passed over',

  // identity
  'identity-length': 'System and value of an identifier have at most 2,000 bytes together',
  'identity-several': 'The identifiers of one body name one appointment',
  'identity-known': 'A creation does not meet an appointment of the same identity with other content',
  'identity-condition': 'A conditional update or deletion names exactly one identifier, by system and value, that the body carries too',
  'citizen-changed': 'An update by id does not change the citizen',
  'source-updated-late': 'A message that is older than what was received before changes nothing',

  // batches
  'quarantine-full': "There is room in the sender's quarantine",
  quarantined: 'A refused entry of a batch is kept for its sender to mend and send again',

  // transactions
  'reference-held': 'What a transaction refers to literally is one of its entries, or here already',

  // a file that is checked before its sender goes live: told of
  'file-identity-repeated': 'An identity stands once in a file',
  'file-identity-citizens': 'An identity is of one citizen',
  'file-appointment-repeated': 'An appointment has one identity',
  'file-series-ungrouped': 'Appointments that repeat are a series, or have a `series-group`',
  'file-status-kept': 'An appointment has a status that is shared',
  'file-window-later': 'A repeating appointment has an occurrence inside the sharing window',
  'file-over': 'An appointment is not over already',

  // JSON Patch
  'patch-form': 'A JSON Patch is a list of operations of RFC 6902, each with the members that it needs',
  'patch-path': 'An operation of a patch has a path that is there',
  'patch-test': 'A test of a patch holds',

  // exceptions of a series
  'exception-origin': 'An exception names its series by identifier or id, once',
  'exception-occurrence': 'An exception says which occurrence it is of',
  'past-retention': 'It touches a day whose appointments are kept',
  'exception-without-series': 'The series of an exception is here',
  'exception-without-occurrence': 'The series of an exception has an occurrence at its original start or number',
  'exception-superseded': 'An occurrence has one exception',
  'exception-of-excluded': 'A series does not leave out an occurrence that has an exception',
  'series-exception-orphaned': 'A changed series still has the occurrences that its exceptions are of',

  // series: refused
  'recurrence-forms': 'A series has one recurrenceTemplate or one rrule, never both and never two',
  'recurrence-start': 'A series has a start',
  'recurrence-zone': 'A zone is an IANA name, or a Windows name that maps to one',
  'recurrence-template': 'recurrenceTemplate has the parts of FHIR R5, each with its own type and as often as R5 says',
  'recurrence-type': 'recurrenceType is d, wk, mo or a, and the template beside it is of that type',
  'recurrence-interval': 'An interval is at least 1',
  'recurrence-dense-day': 'A series has at most 16 occurrences a day',
  'recurrence-dense-window': 'A series has at most 1,000 occurrences that touch 30 days',
  'rrule-line': 'rrule holds one RRULE, and RDATE and EXDATE lines',
  'rrule-length': 'An RRULE has at most 2,048 characters',
  'rrule-part': 'An RRULE has the parts of RFC 5545, each once and with values in its range',
  'rrule-combination': 'Parts that RFC 5545 forbids together do not stand together',
  'rrule-sub-daily': 'FREQ is not HOURLY, MINUTELY or SECONDLY',
  'rrule-count-until': 'An RRULE ends by COUNT or by UNTIL, not by both',
  'rrule-date': 'UNTIL, RDATE and EXDATE are days or times of RFC 5545 that exist',
  // series: told of
  'recurrence-zone-assumed': 'A recurrenceTemplate has a timezone',
  'recurrence-empty': 'A series has at least one occurrence',
  'recurrence-start-off-rule': 'The start of a series is its first occurrence',

  // blocks
  'consent-block': 'A block is a Consent in the form that this service documents',

  // the opt-out of resuscitation
  'opt-out-citizen': 'An opt-out is registered and withdrawn by the citizen alone',
  'opt-out-age': 'An opt-out is registered from the age that the service is set to',
  'opt-out-status': 'An opt-out is active, inactive or entered-in-error, and stays an opt-out',

  // the card
  'card-register-owned': 'What a register owns is changed by the register alone',
  'card-element': 'An element is one that the card keeps',
  'card-single': 'A citizen has one temporary address, one language and one dentist',
  'card-name': 'A relative has a given name',
  'card-telecom': 'A telecom is a telephone number or an e-mail address, for home, work or mobile, of at most 100 characters',
  'card-text': 'A text is of one line, without control characters, of at most 500 characters',
  'card-period': 'A temporary address ends no earlier than it begins; both are days',
  'card-language': 'A language is one of ISO 639-1, by urn:ietf:bcp:47',
  'card-citizen': 'An item names its citizen, and stays with them',
  'card-register-kind': 'A register writes its own kinds of items',
  'card-overwritten': "A professional's entry that stands over a citizen's is marked, and the citizen is told",
  'card-import-exists': 'A migration meets no card that is there already',
} as const;

export type RuleId = keyof typeof rules;

export const isRuleId = (name: string): name is RuleId => Object.hasOwn(rules, name);
