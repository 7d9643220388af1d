/** Writes the CodeSystem and ValueSet of our rule ids from `src/fhir/rule.ts`: `npx tsx tests/tools/build-rules.ts`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CodeSystem, ValueSet } from '@medplum/fhirtypes';
import { BASE } from '../../src/fhir/base.ts';
import { RULE_SYSTEM, rules } from '../../src/fhir/rule.ts';

const shared = { version: '0.1.0', name: 'Rule', title: 'Rule', status: 'active', experimental: false } as const;

const codeSystem: CodeSystem = {
  resourceType: 'CodeSystem',
  id: 'rule',
  url: RULE_SYSTEM,
  ...shared,
  description: 'Every rule that may refuse, change or doubt what a sender posts; in OperationOutcome.issue.details.coding.',
  caseSensitive: true,
  valueSet: `${BASE}/ValueSet/rule`,
  content: 'complete',
  count: Object.keys(rules).length,
  concept: Object.entries(rules).map(([code, display]) => ({ code, display })),
};

const valueSet: ValueSet = {
  resourceType: 'ValueSet',
  id: 'rule',
  url: `${BASE}/ValueSet/rule`,
  ...shared,
  description: 'Every rule.',
  compose: { include: [{ system: RULE_SYSTEM }] },
};

for (const resource of [codeSystem, valueSet]) {
  const file = fileURLToPath(new URL(`../../fhir-profiles/${resource.resourceType}/rule.json`, import.meta.url));
  writeFileSync(file, `${JSON.stringify(resource, undefined, 1)}\n`);
}
