/** What the registry's resources are written with. */
import { BASE } from '../fhir/base.ts';
import type { Sector } from '../fhir/sector.ts';
import type { SenderRow } from '../store/sender.ts';

export const SOR_SYSTEM = 'urn:oid:1.2.208.176.1.1';
export const CVR_SYSTEM = 'http://cvr.dk';
/** dk-core's own; taken in as the same. */
export const DK_CORE_CVR_SYSTEM = 'urn:oid:2.16.840.1.113883.2.24.1.1';
/** As DkCoreOrganization has it. */
export const MUNICIPALITY_SYSTEM = 'http://hl7.dk/fhir/core/CodeSystem/dk-core-municipality-codes';
export const KIND_SYSTEM = `${BASE}/CodeSystem/sender-kind`;
export const PSEUDONYMISE_STAFF = `${BASE}/StructureDefinition/pseudonymise-staff`;
export const CHANGED_BY = `${BASE}/StructureDefinition/changed-by`;

interface SenderKind {
  readonly sector: Sector;
  readonly practice_kind: SenderRow['practice_kind'];
}

export const senderKinds: Readonly<Record<string, SenderKind>> = {
  municipal: { sector: 'municipal', practice_kind: null },
  regional: { sector: 'regional', practice_kind: null },
  'general-practice': { sector: 'practice', practice_kind: 'general' },
  'specialist-practice': { sector: 'practice', practice_kind: 'specialist' },
};

/** A practice whose kind nobody said is a general one. */
export const kindOf = ({ sector, practice_kind }: Pick<SenderRow, 'sector' | 'practice_kind'>): string =>
  sector === 'practice' ? `${practice_kind ?? 'general'}-practice` : sector;
