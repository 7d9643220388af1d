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
} as const;

export type RuleId = keyof typeof rules;
