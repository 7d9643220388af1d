/** Where things stand in an APD-DK document, as FHIRPath over CDA: what `Issue.expression` names. */
export const BODY = 'ClinicalDocument.component.structuredBody';
export const ENCOUNTER = `${BODY}.component.section.entry.encounter`;
export const HEADER_TIME = 'ClinicalDocument.documentationOf.serviceEvent.effectiveTime';
