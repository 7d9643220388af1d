/** One JSON line an event: no bodies, no CPR number. */
import { types } from 'node:util';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import type { LogLevel } from './config.ts';
import { maskCpr } from './cpr/cpr.ts';

export type Log = Logger;

/** @param destination the process's standard output where none is given */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: (error: unknown) => toErrorFields(error) },
    hooks: {
      streamWrite: maskLine,
      // pino would take an error's own message where none is given.
      logMethod(input, method) {
        const [first, message] = input;
        if (message === undefined && hasError(first)) method.apply(this, [first, 'error']);
        else method.apply(this, input);
      },
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

const hasError = (value: unknown): boolean =>
  types.isNativeError(value) || (typeof value === 'object' && value !== null && 'err' in value && types.isNativeError(value.err));

interface ErrorFields {
  readonly name: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorFields;
}

const MAX_CAUSES = 3;

/** Never Postgres's `detail`, `where` or parameters, which hold the row; its text neither where that quotes a value (class 22, data exceptions). */
function toErrorFields(error: unknown, depth = 0): ErrorFields {
  if (!types.isNativeError(error)) return { name: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const quotesValue = code !== undefined && /^22[0-9A-Z]{3}$/.test(code);
  const stack = quotesValue ? framesOf(error.stack) : error.stack;
  return {
    name: error.name,
    ...(code !== undefined && { code }),
    ...(stack !== undefined && { stack }),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: toErrorFields(error.cause, depth + 1) }),
  };
}

const framesOf = (stack: string | undefined): string | undefined =>
  stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

/** Wider than what is masked: only such a line is taken apart. */
const SUSPECT = /\d{6}.{0,3}\d{4}|\d{6}[0-7][A-Z]{2}\d/;

/**
 * Masks values, not text: an escape such as `\n` puts a letter before the number that is not there, and a bare number masked
 * in place would leave no JSON.
 */
function maskLine(line: string): string {
  if (!SUSPECT.test(line)) return line;
  return `${JSON.stringify(JSON.parse(line), (_key, value: unknown) => maskValue(value))}\n`;
}

function maskValue(value: unknown): unknown {
  if (typeof value === 'string') return maskCpr(value);
  if (typeof value === 'number' && maskCpr(String(value)) !== String(value)) return maskCpr(String(value));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [maskCpr(key), member]));
}
