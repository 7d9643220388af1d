import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { developmentClaims } from '../../src/access/development-claims.ts';
import { openDevelopmentIssuer } from '../../src/access/development-issuer.ts';
import { appointment, SYSTEM } from '../support/appointment.ts';
import { people } from '../support/people.ts';
import { findServerBinaries, startServer } from '../support/server.ts';
import { startServiceProcess } from './service-process.ts';

const bin = findServerBinaries();

(bin === undefined ? test.skip : test)(
  'while PostgreSQL is gone every call is 503 with Retry-After at once, and all is normal soon after it is back; SIGTERM then ends it',
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'aftaledeling-gone-'));
    const server = await startServer(bin ?? '', []);
    const service = startServiceProcess({ dataDir, databaseUrl: server.url });
    try {
      const issuer = await openDevelopmentIssuer(dataDir);
      const sender = await issuer.sign(developmentClaims({ role: 'sender', sector: 'municipal' }));
      const citizen = await issuer.sign(developmentClaims({ role: 'citizen', cpr: people.nancy.cpr }));
      const origin = await service.origin;
      const call = async (path: string, token: string, method: string, body: object) => {
        const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/fhir+json' };
        const answer = await fetch(`${origin}${path}`, { method, headers, body: JSON.stringify(body) });
        await answer.arrayBuffer();
        return { status: answer.status, retryAfter: answer.headers.get('Retry-After') };
      };
      const calls = () =>
        Promise.all([
          call(`/fhir/Appointment?identifier=${SYSTEM}|gone`, sender, 'PUT', appointment('gone')),
          call('/fhir/Appointment', sender, 'POST', appointment('gone')),
          call('/fhir/Patient/$aftaleoversigt', citizen, 'POST', { resourceType: 'Parameters' }),
        ]);
      const ready = () => fetch(`${origin}/readyz`).then(({ status }) => status);
      for (const { status } of await calls()) expect(status).toBeLessThan(300);
      expect(await ready()).toBe(200);

      server.kill();
      for (let second = 0; second < 2; second++) {
        const begun = performance.now();
        for (const answer of await calls()) expect(answer).toEqual({ status: 503, retryAfter: '2' });
        expect(performance.now() - begun).toBeLessThan(5_000);
        expect(await ready()).toBe(503);
        expect((await fetch(`${origin}/livez`)).status).toBe(200);
        await sleep(500);
      }

      server.start();
      const back = performance.now();
      while ((await calls()).some(({ status }) => status >= 300)) {
        if (performance.now() - back > 10_000) throw new Error('it is not normal 10 s after the database came back');
        await sleep(20);
      }
      expect(await ready()).toBe(200);

      const stopping = performance.now();
      service.signal('SIGTERM');
      expect(await service.ended).toBe(0);
      expect(performance.now() - stopping).toBeLessThan(10_000);
    } finally {
      service.signal('SIGKILL');
      await service.ended;
      server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
  120_000,
);
