/** The whole service on a private database, with a clock that the test moves and a log that it can read. */
import { mkdtempSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Express } from 'express';
import request from 'supertest';
import { type DevelopmentIdentity, developmentClaims } from '../../src/access/development-claims.ts';
import { openDevelopmentIssuer } from '../../src/access/development-issuer.ts';
import type { AppDeps } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import type { Appointment } from '../../src/fhir/types.ts';
import { createLog } from '../../src/log.ts';
import { createService } from '../../src/service.ts';
import type { Engine } from './database.ts';
import { keepLine, requireNoNumbers } from './log-lines.ts';

export interface TestService {
  readonly app: RequestListener;
  /** With the route table. */
  readonly router: Express;
  readonly deps: AppDeps;
  /** Every line logged so far. */
  readonly lines: readonly string[];
  setNow(instant: string): void;
  token(identity: DevelopmentIdentity): Promise<string>;
  /** `Authorization` of a default sender, or of one by its id. */
  sender(sector: 'municipal' | 'regional' | 'practice', senderId?: string): Promise<Record<string, string>>;
  citizen(cpr: string): Promise<Record<string, string>>;
  professional(identity?: Partial<DevelopmentIdentity>): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export const NOW = '2026-03-02T08:00:00Z';

export async function startTestService(engine: Engine, env: Readonly<Record<string, string>> = {}): Promise<TestService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'aftaledeling-keys-'));
  const lines: string[] = [];
  let now = new Date(env['FIXED_NOW'] ?? NOW);
  const database = await engine.open();
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'info', PUBLIC_URL: 'http://aftaledeling.test', ...env });
  const log = createLog('info', { write: (line) => void keepLine(lines, line) });
  const { app, listener, deps } = await createService(config, database, log, { clock: () => new Date(now) });
  const issuer = await openDevelopmentIssuer(dataDir);
  const token = (identity: DevelopmentIdentity): Promise<string> => issuer.sign(developmentClaims(identity));
  const authorization = async (identity: DevelopmentIdentity) => ({ Authorization: `Bearer ${await token(identity)}` });
  return {
    app: listener,
    router: app,
    deps,
    lines,
    setNow: (instant) => {
      now = new Date(instant);
    },
    token,
    sender: (sector, senderId) => authorization({ role: 'sender', sector, senderId }),
    citizen: (cpr) => authorization({ role: 'citizen', cpr }),
    professional: (identity = {}) => authorization({ role: 'professional', ...identity }),
    close: async () => {
      await database.close();
      requireNoNumbers(lines);
    },
  };
}

export const FHIR_JSON = 'application/fhir+json';

/** A conditional PUT of an Appointment by its first identifier. */
export const putAppointment = ({ app }: TestService, headers: Record<string, string>, appointment: Partial<Appointment>) => {
  const { system = '', value = '' } = appointment.identifier?.[0] ?? {};
  return request(app)
    .put('/fhir/Appointment')
    .query({ identifier: `${system}|${value}` })
    .set(headers)
    .set('Content-Type', FHIR_JSON)
    .send(JSON.stringify(appointment));
};

export interface OverviewQuestion {
  readonly cpr?: string;
  readonly from?: string;
  readonly to?: string;
}

export function postOverview({ app }: TestService, headers: Record<string, string>, { cpr, from, to }: OverviewQuestion = {}) {
  const parameter = [
    ...(cpr === undefined ? [] : [{ name: 'patient', valueIdentifier: { system: CPR_SYSTEM, value: cpr } }]),
    ...(from === undefined ? [] : [{ name: 'from', valueDate: from }]),
    ...(to === undefined ? [] : [{ name: 'to', valueDate: to }]),
  ];
  return request(app)
    .post('/fhir/Patient/$aftaleoversigt')
    .set(headers)
    .set('Content-Type', FHIR_JSON)
    .send(JSON.stringify({ resourceType: 'Parameters', ...(parameter.length > 0 && { parameter }) }));
}
