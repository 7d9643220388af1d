/** Settings: read once, frozen, and all that is wrong is said at once. The only reader of the environment. */
import { readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { DateTime } from 'luxon';
import { z } from 'zod';

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
  readonly databaseUrl?: string;
  readonly dataDir: string;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Danish calendar days. */
  readonly sharingWindowDays: number;
  /** Unset: the development issuer of `dataDir`. */
  readonly tokenIssuers?: readonly TokenIssuer[];
  /** Unset: a page to pick a test person, on loopback only. */
  readonly oidc?: OidcConfig;
  /** Where the domain clock stands still; never a token's time, a rate limit, a timeout or a lease. */
  readonly fixedNow?: Date;
  readonly retentionDays: number;
  readonly auditRetentionDays: number;
  /** Unset: no limit. */
  readonly rateLimitPerMinute?: number;
  readonly maxWaiting: number;
  readonly corsOrigins: readonly string[];
  readonly logLevel: LogLevel;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the embedded database and the development key are; all that `npm run token` needs to know. */
export const readDataDir = (env: Environment = process.env): string => resolve(env['DATA_DIR'] || './data');

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || (isIPv4(host) && host.startsWith('127.')) || host.replaceAll(/[[\]]/g, '') === '::1';

/** An address that a secret or a key may travel to: `https`, or this machine. */
const isSafeUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, hash } = new URL(text);
  return (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))) && username === '' && hash === '';
};

const safeUrl = z.string().refine(isSafeUrl, 'an https address (http on this machine alone)');

const tokenIssuersSchema = z
  .array(
    z.strictObject({
      issuer: safeUrl,
      audience: z.string().min(1),
      jwksUri: safeUrl,
      authorizationEndpoint: safeUrl.optional(),
      tokenEndpoint: safeUrl.optional(),
    }),
  )
  .min(1)
  .refine((issuers) => new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length, 'each issuer once');

/**
 * @throws an Error whose message lists every setting that is wrong and what it should be, never a value: it may be a secret
 */
export function readConfig(env: Environment = process.env): Config {
  const wrong: string[] = [];
  const say = (name: string, what: string): undefined => {
    wrong.push(`${name}: ${what}`);
  };

  // Container tools set what is unset to the empty string.
  const text = (name: string): string | undefined => env[name] || undefined;

  function secret(name: string): string | undefined {
    const path = text(`${name}_FILE`);
    if (path === undefined) return text(name);
    if (text(name) !== undefined) return say(name, `set beside ${name}_FILE; only one of them may be`);
    try {
      return readFileSync(path, 'utf8').trim() || say(`${name}_FILE`, 'the file is empty');
    } catch {
      return say(`${name}_FILE`, 'a file that can be read');
    }
  }

  function int<D extends number | undefined>(name: string, fallback: D, min: number, max: number): number | D {
    const value = text(name);
    if (value === undefined) return fallback;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    say(name, `a whole number from ${min} to ${max}`);
    return fallback;
  }

  function url(name: string, what: string, isRight: (value: string) => boolean): string | undefined {
    const value = text(name);
    return value === undefined || isRight(value) ? value : say(name, what);
  }

  function instant(name: string): Date | undefined {
    const value = text(name);
    if (value === undefined) return undefined;
    const time = DateTime.fromISO(value, { setZone: true });
    const isInstant = time.isValid && /T.+(?:Z|[+-]\d\d:\d\d)$/.test(value) && time.year >= 1900 && time.year <= 2199;
    return isInstant ? time.toJSDate() : say(name, 'an instant with its offset, such as 2026-03-04T08:00:00+01:00');
  }

  function tokenIssuers(): readonly TokenIssuer[] | undefined {
    const value = text('TOKEN_ISSUERS');
    if (value === undefined) return undefined;
    let json: unknown;
    try {
      json = JSON.parse(value);
    } catch {
      return say('TOKEN_ISSUERS', 'not JSON');
    }
    const parsed = tokenIssuersSchema.safeParse(json);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) say(['TOKEN_ISSUERS', ...path].join('.'), message);
    return undefined;
  }

  function oidc(): OidcConfig | undefined {
    const issuer = url('OIDC_ISSUER', 'an https address (http on this machine alone)', isSafeUrl);
    const clientId = text('OIDC_CLIENT_ID');
    const clientSecret = secret('OIDC_CLIENT_SECRET');
    const sessionSecret = secret('SESSION_SECRET');
    if (sessionSecret !== undefined && sessionSecret.length < 32) say('SESSION_SECRET', 'at least 32 characters');
    const all = { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, SESSION_SECRET: sessionSecret };
    if (Object.values(all).every((value) => value === undefined)) return undefined;
    for (const [name, value] of Object.entries(all)) {
      const isSaid = wrong.some((line) => line.startsWith(name));
      if (value === undefined && !isSaid)
        say(name, 'missing: sign-in takes all four of OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, SESSION_SECRET');
    }
    if (issuer === undefined || clientId === undefined || clientSecret === undefined || sessionSecret === undefined) return undefined;
    return Object.freeze({ issuer, clientId, clientSecret, sessionSecret });
  }

  function corsOrigins(): readonly string[] {
    const origins = (text('CORS_ORIGINS') ?? '').split(/[\s,]+/).filter((origin) => origin !== '');
    if (!origins.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin)) {
      say('CORS_ORIGINS', 'origins such as https://app.example.dk, with commas between and nothing after the host');
    }
    return origins;
  }

  function logLevel(): LogLevel {
    const value = text('LOG_LEVEL') ?? 'info';
    const level = logLevels.find((name) => name === value);
    if (level === undefined) say('LOG_LEVEL', `one of ${logLevels.join(', ')}`);
    return level ?? 'info';
  }

  const host = text('HOST') ?? '127.0.0.1';
  const port = int('PORT', 3000, 0, 65_535);
  const databaseUrl = secret('DATABASE_URL');
  const issuers = tokenIssuers();
  const fixedNow = instant('FIXED_NOW');
  const rateLimitPerMinute = int('RATE_LIMIT_PER_MINUTE', undefined, 1, 1_000_000);
  const signIn = oidc();
  const publicUrl = url('PUBLIC_URL', 'an http or https address without query or fragment', isPublicUrl);

  const development = text('TOKEN_ISSUERS') === undefined;
  if (development && !isLoopback(host))
    say('HOST', 'a loopback address, unless TOKEN_ISSUERS is set: the development issuer never leaves this machine');
  if (!development && text('FIXED_NOW') !== undefined) say('FIXED_NOW', 'only beside the development issuer, never with TOKEN_ISSUERS');
  if (databaseUrl !== undefined && !/^postgres(?:ql)?:\/\//.test(databaseUrl))
    say('DATABASE_URL', 'an address that begins with postgresql://');

  const config: Config = {
    host,
    port,
    ...(databaseUrl !== undefined && { databaseUrl }),
    dataDir: readDataDir(env),
    publicUrl: (publicUrl ?? `http://${isIPv6(host) ? `[${host}]` : host}:${port}`).replace(/\/+$/, ''),
    sharingWindowDays: int('SHARING_WINDOW_DAYS', 30, 1, 730),
    ...(issuers !== undefined && { tokenIssuers: Object.freeze(issuers.map((issuer) => Object.freeze(issuer))) }),
    ...(signIn !== undefined && { oidc: signIn }),
    ...(fixedNow !== undefined && { fixedNow }),
    retentionDays: int('RETENTION_DAYS', 730, 1, 36_500),
    auditRetentionDays: int('AUDIT_RETENTION_DAYS', 1825, 1, 36_500),
    ...(rateLimitPerMinute !== undefined && { rateLimitPerMinute }),
    maxWaiting: int('MAX_WAITING', 1000, 1, 1_000_000),
    corsOrigins: Object.freeze(corsOrigins()),
    logLevel: logLevel(),
  };
  if (wrong.length > 0) throw new Error(`Config:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
  return Object.freeze(config);
}

function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && search === '' && hash === '' && username === '';
}
