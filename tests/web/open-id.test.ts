import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import request from 'supertest';
import { engines } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';
import type { Site } from './browser.ts';
import { CLIENT, SECRET, startProvider } from './provider.ts';

const PUBLIC_URL = 'http://aftaledeling.test';

const [engine] = engines;

describe('sign-in by OpenID Connect', () => {
  let who = 'nancy';
  let provider: Site;
  const tracesOfTokens: unknown[] = [];
  let service: TestService;
  beforeAll(async () => {
    if (engine === undefined) throw new Error('there is no engine');
    // It tells of everything that a provider of one's own should set.
    for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockImplementation(() => {});
    provider = await startProvider({ publicUrl: PUBLIC_URL, current: () => who, tracesOfTokens });
    service = await startTestService(engine, {
      PUBLIC_URL,
      OIDC_ISSUER: provider.origin,
      OIDC_CLIENT_ID: CLIENT,
      OIDC_CLIENT_SECRET: SECRET,
      SESSION_SECRET: 'of the tests, and longer than thirty-two characters',
    });
  });
  afterAll(async () => {
    await service?.close();
    await provider?.close();
  });

  /** Goes to the provider and comes back with its answer, as a browser does. */
  async function throughProvider(address: string): Promise<string> {
    const jar = new Map<string, string>();
    let url = address;
    for (let hops = 0; hops < 6 && url.startsWith(provider.origin); hops++) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const { headers } = await fetch(url, { redirect: 'manual', headers: { cookie } });
      for (const set of headers.getSetCookie()) {
        const [name = '', value = ''] = (set.split(';', 1)[0] ?? '').split('=');
        jar.set(name, value);
      }
      url = new URL(headers.get('location') ?? '', url).href;
    }
    return url;
  }

  async function signIn(til = '/aftaler', headers: Record<string, string> = {}) {
    const agent = request.agent(service.app);
    const start = await agent.get(`/log-ind/start?til=${encodeURIComponent(til)}`).expect(303);
    const back = await throughProvider(start.headers['location'] ?? '');
    return { agent, start, back: back.slice(PUBLIC_URL.length), answer: await agent.get(back.slice(PUBLIC_URL.length)).set(headers) };
  }

  test('a citizen comes back to the page they asked for', async () => {
    who = 'nancy';
    const { agent, start, answer } = await signIn('/minlog');
    const asked = new URL(start.headers['location'] ?? '').searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect([asked.get('response_type'), asked.get('state'), asked.get('nonce')]).toEqual(['code', expect.any(String), expect.any(String)]);
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toBe('/minlog');
    await agent.get('/minlog').expect(200);
  });

  test('a call’s trace goes on to the provider', async () => {
    who = 'nancy';
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { answer } = await signIn('/aftaler', { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    expect(answer.status).toBe(303);
    expect(tracesOfTokens.at(-1)).toMatch(new RegExp(`^00-${trace}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
    await signIn();
    expect(tracesOfTokens.at(-1)).toBeUndefined();
  });

  test('a professional comes to coordination', async () => {
    who = 'nurse';
    const { agent, answer } = await signIn('/');
    expect(answer.headers['location']).toBe('/koordinering');
    await agent.get('/koordinering').expect(200);
  });

  test('one without the claims of a citizen or professional is not let in', async () => {
    who = 'nobody';
    const { agent, answer } = await signIn();
    expect(answer.status).toBe(400);
    await agent.get('/aftaler').expect(303);
  });

  test('an answer is taken once, by who asked, and as it was given', async () => {
    who = 'nancy';
    const { agent, back } = await signIn();
    await agent.get(back).expect(400);
    await request(service.app).get(back).expect(400);
    const other = request.agent(service.app);
    const start = await other.get('/log-ind/start').expect(303);
    const given = await throughProvider(start.headers['location'] ?? '');
    await other.get(given.slice(PUBLIC_URL.length).replace(/state=[^&]+/, 'state=another')).expect(400);
    await other.get('/aftaler').expect(303);
  });

  test('nobody picks a test person where there is a provider', async () => {
    const { text } = await request(service.app).get('/log-ind').expect(200);
    expect(text).not.toContain('name="hvem"');
    expect(text).toContain('/log-ind/start?til=');
    await request(service.app).get('/eksempelkald').set('Accept', 'text/html').expect(404);
    expect((await request(service.app).get('/').expect(200)).text).not.toContain('/eksempelkald');
  });

  test('signing out goes on to the provider', async () => {
    who = 'nancy';
    const { agent } = await signIn();
    const { text, headers } = await agent.get('/minlog').expect(200);
    const token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1];
    const out = await agent.post('/log-ud').type('form').send({ _csrf: token }).expect(303);
    expect(out.headers['location']).toMatch(new RegExp(`^${provider.origin}/session/end\\?`));
    expect(headers['content-security-policy']).toContain(`form-action 'self' ${provider.origin}`);
    await agent.get('/aftaler').expect(303);
  });
});
