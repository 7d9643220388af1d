/** A checked day → Parameters. The names are a contract: OperationDefinition `check` lists them. */
import type { Issue } from '../fhir/fault.ts';
import { toOutcome } from '../fhir/outcome.ts';
import { RULE_SYSTEM, type RuleId, rules } from '../fhir/rule.ts';
import type { Parameters, ParametersParameter } from '../fhir/types.ts';
import type { CheckedDay, CheckedEntry } from './check-day.ts';

type Part = ParametersParameter;

export const toReport = (day: CheckedDay): Parameters => ({
  resourceType: 'Parameters',
  parameter: [
    { name: 'summary', part: summaryParts(day) },
    ...ruleParts(day.entries),
    ...day.entries.flatMap((entry, index) => (entry.issues.length === 0 ? [] : [entryPart(entry, index)])),
  ],
});

const severities = ['error', 'warning', 'information'] as const;

/** The gravest of an entry's issues; undefined where it has none. */
const gravest = ({ issues }: CheckedEntry) => severities.find((severity) => issues.some((issue) => issue.severity === severity));

function summaryParts({ entries, atomic }: CheckedDay): Part[] {
  const refused = entries.filter(({ how }) => how === 'refused').length;
  const doubted = entries.filter((entry) => entry.how !== 'refused' && gravest(entry) === 'warning').length;
  const hows = ['created', 'revived', 'updated', 'unchanged', 'deleted'] as const;
  return [
    { name: 'text', valueString: summaryText({ total: entries.length, refused, doubted, atomic }) },
    { name: 'entries', valueUnsignedInt: entries.length },
    { name: 'refused', valueUnsignedInt: refused },
    { name: 'doubted', valueUnsignedInt: doubted },
    ...hows.map((how): Part => ({ name: how, valueUnsignedInt: entries.filter((entry) => entry.how === how).length })),
  ];
}

interface Counts {
  readonly total: number;
  readonly refused: number;
  readonly doubted: number;
  readonly atomic: boolean;
}

function summaryText({ total, refused, doubted, atomic }: Counts): string {
  const taken =
    atomic && refused > 0
      ? `Nothing would be taken: ${refused} of ${total} entries refuse the transaction`
      : `${total - refused} of ${total} entries would be taken, ${refused} refused`;
  return `${taken}; ${doubted} ${atomic && refused > 0 ? 'others are' : 'of those taken are'} doubted. Nothing was stored.`;
}

/** A rule that was met, and how often. */
interface Met {
  readonly issue: Issue;
  entries: number;
}

/** What to mend, the gravest and most frequent first. */
function ruleParts(entries: readonly CheckedEntry[]): Part[] {
  const met = new Map<string, Met>();
  for (const { issues } of entries) {
    const ofEntry = new Map(issues.map((issue) => [`${issue.severity} ${issue.rule ?? issue.text}`, issue]));
    for (const [key, issue] of ofEntry) {
      const before = met.get(key);
      if (before === undefined) met.set(key, { issue, entries: 1 });
      else before.entries += 1;
    }
  }
  const rank = ({ issue }: Met): number => severities.indexOf(issue.severity);
  return [...met.values()]
    .sort((a, b) => rank(a) - rank(b) || b.entries - a.entries)
    .map((one): Part => ({ name: 'rule', part: rulePart(one, entries.length) }));
}

const rulePart = ({ issue: { rule, severity, text, expression }, entries }: Met, total: number): Part[] => [
  ...(rule === undefined ? [] : saidBy(rule)),
  { name: 'severity', valueCode: severity },
  { name: 'entries', valueUnsignedInt: entries },
  { name: 'share', valueDecimal: Math.round((entries / total) * 10_000) / 10_000 },
  { name: 'mend', valueString: text },
  ...(expression === undefined ? [] : [{ name: 'first', valueString: expression }]),
];

const saidBy = (rule: RuleId): Part[] => [
  { name: 'rule', valueCoding: { system: RULE_SYSTEM, code: rule } },
  { name: 'says', valueString: rules[rule] },
];

const entryPart = ({ status, issues }: CheckedEntry, index: number): Part => ({
  name: 'entry',
  part: [
    { name: 'index', valueUnsignedInt: index },
    { name: 'status', valueString: String(status) },
    { name: 'issues', resource: toOutcome(issues) },
  ],
});
