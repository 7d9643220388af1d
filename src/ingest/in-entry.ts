/** What is wrong with an entry, told of the bundle. */
import { Fault, type Issue } from '../fhir/fault.ts';

/** The same fault, its paths beginning at the entry. */
export const faultInEntry = (index: number, cause: Fault): Fault =>
  new Fault(issuesInEntry(index, cause.issues), cause.status, cause.headers, { cause });

export const issuesInEntry = (index: number, issues: readonly Issue[]): Issue[] =>
  issues.map((issue) => ({ ...issue, expression: pathIn(index, issue.expression) }));

const pathIn = (index: number, expression = ''): string => {
  const within = expression.replace(/^Bundle(?:\.entry\[0\])?/, '').replace(/^Appointment\b/, '.resource');
  return `Bundle.entry[${index}]${within === '' || within.startsWith('.') ? within : `.${within}`}`;
};
