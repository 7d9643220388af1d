/** What the example dashboard and the alert rules ask of is there. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { engines } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { namesIn } from './read-metrics.ts';

const textOf = (file: string): string => readFileSync(new URL(`../../docker/${file}`, import.meta.url), 'utf8');

/** Each `expr` of the rules is on a line of its own. */
const alerts = [...textOf('alerts.yml').matchAll(/- alert: (\w+)\n\s+expr: (.+)\n/g)].map(([, name = '', query = '']) => ({ name, query }));

const { panels } = JSON.parse(textOf('grafana-dashboard.json')) as {
  panels: { title: string; targets?: { expr: string }[] }[];
};
const shown = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ name: title, query: expr })));

/** Words of a query that are no label, text, number, duration, function or keyword. */
const metricsOf = (query: string): string[] =>
  query
    .replace(/"[^"]*"|\{[^}]*\}|\[[^\]]*\]|\b(?:by|without|on) \([^)]*\)/g, ' ')
    .match(/\b[a-z_]\w*\b(?! *\()/gi)
    ?.filter((word) => !['and', 'or', 'unless', 'by'].includes(word) && !/^e\d+$/.test(word)) ?? [];

const [engine] = engines;

describe('in /metrics there is what is asked', () => {
  let service: TestService;
  let names: ReadonlySet<string>;
  beforeAll(async () => {
    if (engine === undefined) throw new Error('there is no engine');
    service = await startTestService(engine);
    names = namesIn((await request(service.app).get('/metrics').expect(200)).text);
  });
  afterAll(() => service?.close());

  test.each(alerts)('by the alert $name', ({ query }) => {
    expect(metricsOf(query)).not.toEqual([]);
    for (const metric of metricsOf(query)) expect([...names]).toContain(metric);
  });

  test.each(shown)('by the panel $name: $query', ({ query }) => {
    expect(metricsOf(query)).not.toEqual([]);
    for (const metric of metricsOf(query)) expect([...names]).toContain(metric);
  });

  test('and each metric of ours is on the dashboard or in a rule', () => {
    const asked = new Set([...alerts, ...shown].flatMap(({ query }) => metricsOf(query).map(familyOf)));
    const ours = [...names].map(familyOf).filter((name) => !/^(?:nodejs|process)_/.test(name));
    expect(ours).not.toEqual([]);
    expect(ours.filter((name) => !asked.has(name))).toEqual([]);
  });
});

const familyOf = (name: string): string => name.replace(/_(?:bucket|sum|count)$/, '');
