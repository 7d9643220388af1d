/** The one error of this code base: what is wrong, where, and the HTTP status that says so. */
import type { OperationOutcomeIssue } from '@medplum/fhirtypes';
import type { RuleId } from './rule.ts';

/** Each issue code we raise, with its status. A code without one does not compile. */
export const statusOf = {
  structure: 400,
  required: 400,
  value: 400,
  login: 401,
  forbidden: 403,
  'not-found': 404,
  deleted: 410,
  duplicate: 409,
  conflict: 412,
  'multiple-matches': 412,
  'too-long': 413,
  invariant: 422,
  'business-rule': 422,
  'not-supported': 422,
  'too-costly': 422,
  throttled: 429,
  transient: 503,
  'lock-error': 503,
  exception: 500,
} as const satisfies Partial<Record<OperationOutcomeIssue['code'], number>>;

export type FaultCode = keyof typeof statusOf;

export interface Issue {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: FaultCode | 'informational' | 'incomplete' | 'suppressed' | 'processing';
  /** To a developer at the sender: what to mend. Never holds a citizen's number or a value of the body. */
  readonly text: string;
  /** FHIRPath of the element at fault. */
  readonly expression?: string;
  readonly rule?: RuleId;
}

export class Fault extends Error {
  readonly issues: readonly Issue[];
  readonly status: number;
  /** Further headers of the answer, such as `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(issues: readonly Issue[], status?: number, headers: Readonly<Record<string, string>> = {}, options?: ErrorOptions) {
    super(issues.map((issue) => `${issue.code}: ${issue.text}`).join('; '), options);
    this.name = 'Fault';
    this.issues = issues;
    const first = issues.find((issue) => issue.severity === 'error')?.code;
    this.status = status ?? (first !== undefined && first in statusOf ? statusOf[first as FaultCode] : 500);
    this.headers = headers;
  }
}

export interface FaultDetail {
  readonly expression?: string | undefined;
  readonly rule?: RuleId | undefined;
  /** Where the code's usual status is not the one (405, 406, 415, …). */
  readonly status?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly cause?: unknown;
}

export const error = (code: FaultCode, text: string, expression?: string, rule?: RuleId): Issue => ({
  severity: 'error',
  code,
  text,
  ...(expression !== undefined && { expression }),
  ...(rule !== undefined && { rule }),
});

/** A thing the service changed or doubted and tells the sender of; counted in the sender's quality figures. */
export const warning = (rule: RuleId, text: string, expression?: string): Issue => ({
  severity: 'warning',
  code: 'business-rule',
  text,
  rule,
  ...(expression !== undefined && { expression }),
});

export const information = (rule: RuleId, text: string, expression?: string): Issue => ({
  severity: 'information',
  code: 'informational',
  text,
  rule,
  ...(expression !== undefined && { expression }),
});

export function fault(code: FaultCode, text: string, { expression, rule, status, headers, cause }: FaultDetail = {}): Fault {
  return new Fault([error(code, text, expression, rule)], status, headers, cause === undefined ? undefined : { cause });
}
