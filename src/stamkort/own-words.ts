/** Urls and codes of the card's FHIR form. */
import { BASE } from '../fhir/base.ts';

const own = (name: string): string => `${BASE}/StructureDefinition/${name}`;

export const COMMENT = own('relative-comment');
/** Of a Provenance: until when its register's items are complete. */
export const AS_OF = own('as-of');
export const REGISTER_STATUS_SYSTEM = `${BASE}/CodeSystem/register-status`;
export const REGISTER_SYSTEM = `${BASE}/CodeSystem/register`;
export const TARGET_PATH = 'http://hl7.org/fhir/StructureDefinition/targetPath';

export const MEDCOM_SYSTEM = 'urn:oid:1.2.208.184.100.1';
export const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
export const SNOMED = 'http://snomed.info/sct';
export const ROLE_CODE = 'http://terminology.hl7.org/CodeSystem/v3-RoleCode';
export const DK_RELATION = 'http://hl7.dk/fhir/core/CodeSystem/dk-relatedperson-relationshipcodes';
export const LANGUAGE_SYSTEM = 'urn:ietf:bcp:47';

/** SNOMED CT's regulated profession of dentist. */
export const DENTIST = { system: SNOMED, code: '106289002', display: 'Dentist' };
