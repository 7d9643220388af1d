/**
 * The trace that a call is part of, as its caller names it.
 * @see {@link https://www.w3.org/TR/trace-context/#traceparent-header W3C Trace Context §3.2}
 */
import { randomBytes } from 'node:crypto';
import { maskCpr } from './cpr/cpr.ts';

export interface Trace {
  /** 32 hexadecimal digits: the same in every system that the trace passes. */
  readonly trace: string;
  /** 16: what this service does of it. */
  readonly span: string;
  /** 16: what the caller does of it; undefined where the trace begins here. */
  readonly parent?: string;
  /** Two hexadecimal digits, handed on as they came. */
  readonly flags: string;
}

const HEADER = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** Undefined of none, of one that is not well-formed, and of one that reads as a CPR number. A later version may say more behind. */
export function parseTrace(sent: string | string[] | undefined): Trace | undefined {
  if (typeof sent !== 'string') return undefined;
  const [, trace, parent, flags] = HEADER.exec(sent) ?? [];
  if (trace === undefined || parent === undefined || flags === undefined) return undefined;
  if (sent.startsWith('00') && sent.length !== 55) return undefined;
  return maskCpr(sent) === sent ? { trace, parent, flags, span: newSpan() } : undefined;
}

/** Of work that nobody asked for. */
export const newTrace = (): Trace => ({ trace: randomBytes(16).toString('hex'), span: newSpan(), flags: '00' });

const newSpan = (): string => randomBytes(8).toString('hex');

/** `traceparent` of a call that this one makes. */
export const traceparent = ({ trace, span, flags }: Trace): string => `00-${trace}-${span}-${flags}`;

/** What a line of the log says of it. */
export const traceFields = (trace: Trace | undefined): Partial<Omit<Trace, 'flags'>> => {
  if (trace === undefined) return {};
  const { flags: _flags, ...ids } = trace;
  return ids;
};
