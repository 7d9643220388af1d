/** The examples that the pages show are true: the wrong one meets its rule, the right one does not, and nothing in them is anybody's. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import request from 'supertest';
import { isRuleId } from '../../src/fhir/rule.ts';
import { type ExamplePart, type RuleExample, ruleExamples } from '../../src/quality/rule-examples.ts';
import { appointment, citizen } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { FHIR_JSON, startTestService, type TestService } from '../support/service.ts';

interface Part {
  readonly name: string;
  readonly valueString?: string;
  readonly valueCoding?: { readonly code: string };
}

const [engine] = engines;
if (engine === undefined) throw new Error('no engine');

const cases = Object.entries(ruleExamples) as [string, RuleExample][];

let service: TestService;
let sender: Record<string, string>;
beforeAll(async () => {
  service = await startTestService(engine);
  sender = await service.sender('municipal');
});
afterAll(() => service?.close());

/** Every rule that a part meets, laid over a visit, and where. */
async function rulesMet(part: ExamplePart): Promise<Map<string, string>> {
  const participant = [...(part.participant ?? appointment('x').participant?.slice(1) ?? []), citizen()];
  const { body } = await request(service.app)
    .post('/fhir/$check')
    .set(sender)
    .set('Content-Type', FHIR_JSON)
    .send(JSON.stringify({ ...appointment('x'), ...part, participant }))
    .expect(200);
  const met = new Map<string, string>();
  for (const { name, part: parts } of body.parameter as { name: string; part: Part[] }[]) {
    const partOf = (wanted: string): Part | undefined => parts.find((one) => one.name === wanted);
    const rule = partOf('rule')?.valueCoding?.code;
    if (name === 'rule' && rule !== undefined) met.set(rule, partOf('first')?.valueString ?? '');
  }
  return met;
}

test.each(cases)('%s', async (rule, { path, wrong, right }) => {
  expect(isRuleId(rule)).toBe(true);
  const at = (await rulesMet(wrong)).get(rule);
  expect(at?.replaceAll(/\[\d+\]/g, '')).toBe(path);
  expect([...(await rulesMet(right)).keys()]).not.toContain(rule);
});

test('name nobody', () => {
  const text = JSON.stringify(ruleExamples);
  expect(text).not.toMatch(/1\.2\.208\.176\.1\.2"|\b\d{6}-?\d{4}\b/);
});
