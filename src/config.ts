/** Settings: read once, frozen, and all that is wrong is said at once. The only reader of the environment. */
import { isIPv4, isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { CannotStart } from './cannot-start.ts';
import { createSettings, type Environment, type Settings } from './settings.ts';

/** An authorisation server whose tokens are taken. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  readonly authorizationEndpoint?: string | undefined;
  readonly tokenEndpoint?: string | undefined;
}

/** Sign-in for the pages. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly sessionSecret: string;
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Unset: the embedded database in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  /** A replica of it, for reads that a state of some seconds ago will do for. */
  readonly databaseReadUrl?: string | undefined;
  /** To the server, of all processes that `--workers` starts. */
  readonly databaseConnections?: number | undefined;
  readonly dataDir: string;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Danish calendar days. */
  readonly sharingWindowDays: number;
  /** Unset: the development issuer of `dataDir`. */
  readonly tokenIssuers?: readonly TokenIssuer[] | undefined;
  /** Unset: a page to pick a test person, on loopback only. */
  readonly oidc?: OidcConfig | undefined;
  /** Where the domain clock stands still; never a token's time, a rate limit, a timeout or a lease. */
  readonly fixedNow?: Date | undefined;
  /** In whole years: who may opt out of resuscitation. */
  readonly resuscitationOptOutAge: number;
  readonly retentionDays: number;
  readonly quarantineRetentionDays: number;
  /** Entries of one sender. */
  readonly quarantineMax: number;
  readonly auditRetentionDays: number;
  /** Where professionals' look-ups are handed over to; unset: nowhere. */
  readonly minlog?: { readonly url: string; readonly token: string | undefined } | undefined;
  /** Unset: no limit. */
  readonly rateLimitPerMinute?: number | undefined;
  readonly maxWaiting: number;
  /** For so long after SIGTERM `/readyz` says 503 and calls are still answered. */
  readonly drainSeconds: number;
  readonly corsOrigins: readonly string[];
  readonly logLevel: LogLevel;
  /** What lets another machine read `/metrics`; unset: nothing does. */
  readonly metricsToken?: string | undefined;
}

/** Where the embedded database and the development key are; all that `npm run token` needs to know. */
export const readDataDir = (env: Environment = process.env): string => resolve(env['DATA_DIR'] || './data');

/**
 * @throws CannotStart, whose message lists every setting that is wrong
 */
export function readConfig(env: Environment = process.env): Config {
  const settings = createSettings(env);
  const { checked, int, refuse, text } = settings;
  const host = text('HOST') ?? '127.0.0.1';
  const port = int('PORT', 3000, 0, 65_535);
  const isDevelopment = text('TOKEN_ISSUERS') === undefined;
  if (isDevelopment && !isLoopback(host)) refuse('HOST', 'a loopback address, unless TOKEN_ISSUERS is set: a development token opens all');
  if (!isDevelopment && text('FIXED_NOW') !== undefined) refuse('FIXED_NOW', 'only where TOKEN_ISSUERS is unset');

  const url = databaseUrl(settings);

  const config: Config = {
    host,
    port,
    databaseUrl: url,
    databaseReadUrl: databaseReadUrl(settings, url),
    databaseConnections: int('DATABASE_CONNECTIONS', undefined, 2, 10_000),
    dataDir: readDataDir(env),
    publicUrl: (checked('PUBLIC_URL', 'an http or https address without query', isPlainUrl) ?? addressOf(host, port)).replace(/\/+$/, ''),
    sharingWindowDays: int('SHARING_WINDOW_DAYS', 30, 1, 730),
    tokenIssuers: tokenIssuers(settings),
    oidc: oidc(settings),
    fixedNow: instant(settings, 'FIXED_NOW'),
    resuscitationOptOutAge: int('RESUSCITATION_OPT_OUT_AGE', 60, 18, 120),
    retentionDays: int('RETENTION_DAYS', 730, 1, 36_500),
    quarantineRetentionDays: int('QUARANTINE_RETENTION_DAYS', 90, 1, 36_500),
    quarantineMax: int('QUARANTINE_MAX', 10_000, 1, 1_000_000),
    auditRetentionDays: int('AUDIT_RETENTION_DAYS', 1825, 1, 36_500),
    minlog: minlog(settings),
    rateLimitPerMinute: int('RATE_LIMIT_PER_MINUTE', undefined, 1, 1_000_000),
    maxWaiting: int('MAX_WAITING', 1000, 1, 1_000_000),
    drainSeconds: int('DRAIN_SECONDS', 2, 0, 5),
    corsOrigins: corsOrigins(settings),
    logLevel: logLevel(settings),
    metricsToken: metricsToken(settings),
  };
  if (settings.wrong.length > 0) throw new CannotStart(`Config:\n${settings.wrong.map((line) => `  ${line}`).join('\n')}`);
  return Object.freeze(config);
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || (isIPv4(host) && host.startsWith('127.')) || host === '::1' || host === '[::1]';

const addressOf = (host: string, port: number): string => `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;

const SAFE_URL = 'an https address (http on this machine alone)';

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username } = new URL(text);
  return /^https?:$/.test(protocol) && search === '' && hash === '' && username === '';
}

/** One that a secret or a key may travel to. */
const isSafeUrl = (text: string): boolean =>
  isPlainUrl(text) && (new URL(text).protocol === 'https:' || isLoopback(new URL(text).hostname));

const safeUrl = z.string(SAFE_URL).refine(isSafeUrl, SAFE_URL);

const tokenIssuersSchema = z
  .array(
    z.strictObject({
      issuer: safeUrl,
      audience: z.string('a text').min(1, 'a text'),
      jwksUri: safeUrl,
      authorizationEndpoint: safeUrl.optional(),
      tokenEndpoint: safeUrl.optional(),
    }),
  )
  .min(1, 'at least one issuer')
  .refine((issuers) => new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length, 'each issuer once');

function tokenIssuers({ text, refuse }: Settings): readonly TokenIssuer[] | undefined {
  const value = text('TOKEN_ISSUERS');
  if (value === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch {
    return refuse('TOKEN_ISSUERS', 'a JSON list');
  }
  const parsed = tokenIssuersSchema.safeParse(json);
  if (parsed.success) return Object.freeze(parsed.data.map((issuer) => Object.freeze(issuer)));
  for (const { path, message } of parsed.error.issues) refuse(['TOKEN_ISSUERS', ...path].join('.'), message);
  return undefined;
}

function oidc({ checked, secret, text, refuse, wrong }: Settings): OidcConfig | undefined {
  const issuer = checked('OIDC_ISSUER', SAFE_URL, isSafeUrl);
  const clientId = text('OIDC_CLIENT_ID');
  const clientSecret = secret('OIDC_CLIENT_SECRET');
  const sessionSecret = secret('SESSION_SECRET');
  if (sessionSecret !== undefined && sessionSecret.length < 32) refuse('SESSION_SECRET', 'at least 32 characters');
  const all = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, SESSION_SECRET: sessionSecret };
  if (Object.values(all).every((value) => value === undefined)) return undefined;
  for (const [name, value] of Object.entries(all)) {
    const isSaid = wrong.some((line) => line.startsWith(name));
    if (value === undefined && !isSaid) refuse(name, `missing; sign-in takes all of ${Object.keys(all).join(', ')}`);
  }
  if (issuer === undefined || clientId === undefined || clientSecret === undefined || sessionSecret === undefined) return undefined;
  return Object.freeze({ issuer, clientId, clientSecret, sessionSecret });
}

function minlog({ checked, secret, refuse, text }: Settings): Config['minlog'] {
  const url = checked('MINLOG_URL', SAFE_URL, isSafeUrl);
  const token = secret('MINLOG_TOKEN');
  if (token !== undefined && text('MINLOG_URL') === undefined) refuse('MINLOG_URL', 'missing; MINLOG_TOKEN is for it');
  return url === undefined ? undefined : Object.freeze({ url, token });
}

const POSTGRES_ADDRESS = 'an address that begins with postgresql://';
const isPostgres = (text: string): boolean => /^postgres(?:ql)?:\/\//.test(text);

function databaseUrl({ secret, refuse }: Settings): string | undefined {
  const value = secret('DATABASE_URL');
  return value === undefined || isPostgres(value) ? value : refuse('DATABASE_URL', POSTGRES_ADDRESS);
}

function databaseReadUrl({ secret, refuse }: Settings, primary: string | undefined): string | undefined {
  const value = secret('DATABASE_READ_URL');
  if (value === undefined) return undefined;
  if (!isPostgres(value)) return refuse('DATABASE_READ_URL', POSTGRES_ADDRESS);
  if (primary === undefined) return refuse('DATABASE_READ_URL', 'only beside DATABASE_URL, whose replica it is');
  return value === primary ? refuse('DATABASE_READ_URL', 'another server than DATABASE_URL') : value;
}

function instant({ text, refuse }: Settings, name: string): Date | undefined {
  const value = text(name);
  if (value === undefined) return undefined;
  const time = DateTime.fromISO(value, { setZone: true });
  const isInstant = time.isValid && /T.+(?:Z|[+-]\d\d:\d\d)$/.test(value) && time.year >= 1900 && time.year <= 2199;
  return isInstant ? time.toJSDate() : refuse(name, 'an instant with its offset, such as 2026-03-04T08:00:00+01:00');
}

function corsOrigins({ text, refuse }: Settings): readonly string[] {
  const origins = (text('CORS_ORIGINS') ?? '').split(/[\s,]+/).filter((origin) => origin !== '');
  if (!origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin)) {
    refuse('CORS_ORIGINS', 'origins such as https://app.example.dk, with commas between and nothing after the host');
  }
  return Object.freeze(origins);
}

function metricsToken({ secret, refuse }: Settings): string | undefined {
  const value = secret('METRICS_TOKEN');
  return value === undefined || /^[!-~]{16,}$/.test(value)
    ? value
    : refuse('METRICS_TOKEN', 'at least 16 characters, none of them a space');
}

function logLevel({ text, refuse }: Settings): LogLevel {
  const value = text('LOG_LEVEL') ?? 'info';
  const level = logLevels.find((name) => name === value);
  return level ?? refuse('LOG_LEVEL', `one of ${logLevels.join(', ')}`) ?? 'info';
}
