import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isLoopback, readConfig } from '../src/config.ts';

const issuer = { issuer: 'https://sts.example.dk', audience: 'https://aftaler.example.dk/fhir', jwksUri: 'https://sts.example.dk/jwks' };
const issuers = JSON.stringify([issuer]);
const oidc = {
  OIDC_ISSUER: 'https://login.example.dk',
  OIDC_CLIENT_ID: 'web',
  OIDC_CLIENT_SECRET: 'hush-hush',
  SESSION_SECRET: 's'.repeat(32),
};

function fileWith(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'config-')), 'secret');
  writeFileSync(path, text);
  return path;
}

describe('readConfig', () => {
  it('gives the defaults of DESIGN §2 where nothing is set, or set to nothing', () => {
    const defaults = {
      host: '127.0.0.1',
      port: 3000,
      dataDir: resolve('data'),
      publicUrl: 'http://127.0.0.1:3000',
      sharingWindowDays: 30,
      retentionDays: 730,
      quarantineRetentionDays: 90,
      quarantineMax: 10_000,
      auditRetentionDays: 1825,
      resuscitationOptOutAge: 60,
      maxWaiting: 1000,
      drainSeconds: 2,
      corsOrigins: [],
      logLevel: 'info',
    };
    expect(readConfig({})).toEqual(defaults);
    expect(readConfig({ PORT: '', TOKEN_ISSUERS: '', FIXED_NOW: '', OIDC_ISSUER: '', DATABASE_URL: '' })).toEqual(defaults);
  });

  it('reads every setting', () => {
    const read = readConfig({
      HOST: '0.0.0.0',
      PORT: '8080',
      DATABASE_URL: 'postgresql://aftaledeling@db/aftaledeling',
      DATABASE_READ_URL: 'postgresql://aftaledeling@replica/aftaledeling',
      DATABASE_CONNECTIONS: '40',
      DATA_DIR: '/var/lib/aftaledeling',
      PUBLIC_URL: 'https://aftaler.example.dk/',
      SHARING_WINDOW_DAYS: '180',
      TOKEN_ISSUERS: issuers,
      ...oidc,
      RETENTION_DAYS: '365',
      QUARANTINE_RETENTION_DAYS: '30',
      QUARANTINE_MAX: '500',
      AUDIT_RETENTION_DAYS: '3650',
      MINLOG_URL: 'https://minlog.example.dk/fhir',
      MINLOG_TOKEN: 'hush',
      RESUSCITATION_OPT_OUT_AGE: '18',
      RATE_LIMIT_PER_MINUTE: '600',
      MAX_WAITING: '50',
      DRAIN_SECONDS: '5',
      CORS_ORIGINS: 'https://app.example.dk, http://localhost:5173',
      LOG_LEVEL: 'debug',
      METRICS_TOKEN: 'of-the-monitoring',
    });
    expect(read).toEqual({
      host: '0.0.0.0',
      port: 8080,
      databaseUrl: 'postgresql://aftaledeling@db/aftaledeling',
      databaseReadUrl: 'postgresql://aftaledeling@replica/aftaledeling',
      databaseConnections: 40,
      dataDir: '/var/lib/aftaledeling',
      publicUrl: 'https://aftaler.example.dk',
      sharingWindowDays: 180,
      tokenIssuers: [issuer],
      oidc: { issuer: 'https://login.example.dk', clientId: 'web', clientSecret: 'hush-hush', sessionSecret: 's'.repeat(32) },
      retentionDays: 365,
      quarantineRetentionDays: 30,
      quarantineMax: 500,
      auditRetentionDays: 3650,
      minlog: { url: 'https://minlog.example.dk/fhir', token: 'hush' },
      resuscitationOptOutAge: 18,
      rateLimitPerMinute: 600,
      maxWaiting: 50,
      drainSeconds: 5,
      corsOrigins: ['https://app.example.dk', 'http://localhost:5173'],
      logLevel: 'debug',
      metricsToken: 'of-the-monitoring',
    });
  });

  it('takes a token for MinLog only with its address, and an address that a token may travel to', () => {
    expect(() => readConfig({ MINLOG_TOKEN: 'hush' })).toThrow(/MINLOG_URL: missing/);
    expect(() => readConfig({ MINLOG_URL: 'http://minlog.example.dk' })).toThrow(/MINLOG_URL: an https address/);
    expect(readConfig({ MINLOG_URL: 'https://minlog.example.dk', MINLOG_TOKEN_FILE: fileWith('hush\n') }).minlog?.token).toBe('hush');
  });

  it('takes FIXED_NOW beside the development issuer', () => {
    expect(readConfig({ FIXED_NOW: '2026-03-04T08:00:00+01:00' }).fixedNow).toEqual(new Date('2026-03-04T07:00:00Z'));
  });

  it('writes an IPv6 host in brackets in the address of links', () => {
    expect(readConfig({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3000');
  });

  it('reads secrets from files, without the line end that editors add', () => {
    const { OIDC_CLIENT_SECRET: _, ...rest } = oidc;
    const read = readConfig({
      ...rest,
      OIDC_CLIENT_SECRET_FILE: fileWith('from-a-file\n'),
      DATABASE_URL_FILE: fileWith('postgres://db/a\n'),
    });
    expect(read.oidc?.clientSecret).toBe('from-a-file');
    expect(read.databaseUrl).toBe('postgres://db/a');
  });

  it('cannot be changed afterwards', () => {
    const read = readConfig({ HOST: '10.0.0.1', TOKEN_ISSUERS: issuers, ...oidc });
    for (const part of [read, read.tokenIssuers, read.tokenIssuers?.[0], read.oidc, read.corsOrigins])
      expect(Object.isFrozen(part)).toBe(true);
  });

  const refusals: readonly [string, Record<string, string>, RegExp][] = [
    ['a port that is no number', { PORT: 'http' }, /^ {2}PORT: a whole number from 0 to 65535$/m],
    ['a port out of range', { PORT: '65536' }, /PORT/],
    ['a number with a unit', { RETENTION_DAYS: '30 days' }, /RETENTION_DAYS/],
    ['a number in another notation', { MAX_WAITING: '1e3' }, /MAX_WAITING/],
    ['a window of no days', { SHARING_WINDOW_DAYS: '0' }, /SHARING_WINDOW_DAYS/],
    ['every address without TOKEN_ISSUERS', { HOST: '0.0.0.0' }, /HOST: a loopback address, unless TOKEN_ISSUERS/],
    ['another address without TOKEN_ISSUERS', { HOST: '10.0.0.7' }, /HOST/],
    ['every IPv6 address without TOKEN_ISSUERS', { HOST: '::' }, /HOST/],
    ['a name that only begins as a loopback address', { HOST: '127.0.0.1.example.dk' }, /HOST/],
    [
      'FIXED_NOW beside TOKEN_ISSUERS',
      { FIXED_NOW: '2026-03-04T08:00:00Z', TOKEN_ISSUERS: issuers },
      /FIXED_NOW: only where TOKEN_ISSUERS is unset/,
    ],
    ['FIXED_NOW without an offset', { FIXED_NOW: '2026-03-04T08:00:00' }, /FIXED_NOW: an instant with its offset/],
    ['FIXED_NOW on a day that does not exist', { FIXED_NOW: '2026-02-30T08:00:00Z' }, /FIXED_NOW/],
    ['FIXED_NOW as a day', { FIXED_NOW: '2026-03-04' }, /FIXED_NOW/],
    ['TOKEN_ISSUERS that is not JSON', { TOKEN_ISSUERS: 'https://sts.example.dk' }, /TOKEN_ISSUERS: a JSON list/],
    ['TOKEN_ISSUERS that is no list', { TOKEN_ISSUERS: JSON.stringify(issuer) }, /TOKEN_ISSUERS/],
    ['no issuers', { TOKEN_ISSUERS: '[]' }, /TOKEN_ISSUERS/],
    ['an issuer without audience', { TOKEN_ISSUERS: JSON.stringify([{ ...issuer, audience: undefined }]) }, /TOKEN_ISSUERS\.0\.audience/],
    ['an issuer with an unknown member', { TOKEN_ISSUERS: JSON.stringify([{ ...issuer, jwks_uri: 'x' }]) }, /TOKEN_ISSUERS\.0: .*jwks_uri/],
    [
      'keys fetched in the clear',
      { TOKEN_ISSUERS: JSON.stringify([{ ...issuer, jwksUri: 'http://sts.example.dk/' }]) },
      /jwksUri: an https/,
    ],
    ['an issuer twice', { TOKEN_ISSUERS: JSON.stringify([issuer, issuer]) }, /TOKEN_ISSUERS: each issuer once/],
    ['half a sign-in', { OIDC_ISSUER: oidc.OIDC_ISSUER, OIDC_CLIENT_ID: 'web' }, /OIDC_CLIENT_SECRET: missing.*SESSION_SECRET: missing/s],
    ['a session secret alone', { SESSION_SECRET: oidc.SESSION_SECRET }, /OIDC_ISSUER: missing/],
    ['a short session secret', { ...oidc, SESSION_SECRET: 'short' }, /SESSION_SECRET: at least 32/],
    ['a sign-in in the clear', { ...oidc, OIDC_ISSUER: 'http://login.example.dk' }, /OIDC_ISSUER: an https/],
    ['a secret both ways', { ...oidc, OIDC_CLIENT_SECRET_FILE: '/run/secrets/oidc' }, /OIDC_CLIENT_SECRET: set beside/],
    [
      'a secret file that is not there',
      { ...oidc, SESSION_SECRET: '', SESSION_SECRET_FILE: '/nowhere/at/all' },
      /SESSION_SECRET_FILE: a file/,
    ],
    ['another database', { DATABASE_URL: 'mysql://db/aftaledeling' }, /DATABASE_URL/],
    ['a short token for the metrics', { METRICS_TOKEN: 'short' }, /METRICS_TOKEN: at least 16/],
    ['a replica of nothing', { DATABASE_READ_URL: 'postgresql://b/a' }, /DATABASE_READ_URL: only beside DATABASE_URL/],
    [
      'the database as its own replica',
      { DATABASE_URL: 'postgresql://b/a', DATABASE_READ_URL: 'postgresql://b/a' },
      /DATABASE_READ_URL: another/,
    ],
    ['a replica of another kind', { DATABASE_URL: 'postgresql://b/a', DATABASE_READ_URL: 'mysql://b/a' }, /DATABASE_READ_URL: an address/],
    ['a single connection', { DATABASE_CONNECTIONS: '1' }, /DATABASE_CONNECTIONS: a whole number from 2/],
    ['an address of links that is none', { PUBLIC_URL: 'aftaler.example.dk' }, /PUBLIC_URL/],
    ['an address of links with a query', { PUBLIC_URL: 'https://aftaler.example.dk/?a=1' }, /PUBLIC_URL/],
    ['any origin', { CORS_ORIGINS: '*' }, /CORS_ORIGINS/],
    ['an origin with a path', { CORS_ORIGINS: 'https://app.example.dk/' }, /CORS_ORIGINS/],
    ['an unknown log level', { LOG_LEVEL: 'verbose' }, /LOG_LEVEL: one of fatal/],
  ];

  it.each(refusals)('refuses %s', (_, env, message) => expect(() => readConfig(env)).toThrow(message));

  it('says all that is wrong at once', () => {
    const names = ['PORT', 'FIXED_NOW', 'LOG_LEVEL', 'MAX_WAITING', 'OIDC_CLIENT_ID', 'TOKEN_ISSUERS'];
    const read = () =>
      readConfig({ PORT: 'x', FIXED_NOW: 'x', LOG_LEVEL: 'x', MAX_WAITING: 'x', TOKEN_ISSUERS: 'x', OIDC_ISSUER: oidc.OIDC_ISSUER });
    for (const name of names) expect(read).toThrow(new RegExp(`^ {2}${name}: `, 'm'));
  });

  it('never repeats a value, which may be a secret', () => {
    const value = 'postgrse://user:hunter2@db/a';
    const env = Object.fromEntries(['PORT', 'DATABASE_URL', 'TOKEN_ISSUERS', 'OIDC_ISSUER', 'PUBLIC_URL'].map((name) => [name, value]));
    expect(() => readConfig({ ...env, SESSION_SECRET: 'hunter2' })).toThrow(/^(?!.*hunter2)/s);
  });
});

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '[::1]', 'localhost'])('takes %s', (host) => expect(isLoopback(host)).toBe(true));
  it.each(['0.0.0.0', '::', '128.0.0.1', '127.example.dk', 'localhost.example.dk', ''])('refuses %j', (host) =>
    expect(isLoopback(host)).toBe(false),
  );
});
