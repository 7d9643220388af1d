/** The security labels that change who sees what (DESIGN §4.1). */
import { BASE } from '../fhir/base.ts';
import type { Coding } from '../fhir/types.ts';
import type { Interpreted } from './interpret.ts';

/** The citizen's address is protected. */
export const LABEL_RESTRICTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' } as const;

/** Other sectors may see that the citizen is busy, and not with what. */
export const LABEL_TIME_ONLY = { system: `${BASE}/CodeSystem/label`, code: 'time-only' } as const;

export const hasLabel = (said: Interpreted | undefined, { system, code }: Required<Pick<Coding, 'system' | 'code'>>): boolean =>
  said?.appointment.meta?.security?.some((label) => label.system === system && label.code === code) === true;
