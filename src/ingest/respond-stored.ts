/** What a write is answered with. */
import type { Request, Response } from 'express';
import { Fault } from '../fhir/fault.ts';
import { etag, type Prefer, parsePrefer } from '../fhir/headers.ts';
import { allOk, toOutcome } from '../fhir/outcome.ts';
import { respond } from '../fhir/respond.ts';
import type { Appointment, BundleEntry } from '../fhir/types.ts';
import { withServerElements } from '../normalise/server-elements.ts';
import type { Result } from './carry-out.ts';
import type { Kept } from './kept.ts';
import type { Stored } from './plan.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the answer has no body. */
  readonly resource: object | undefined;
}

/** @param prefer the header, as it came */
export function toAnswer(publicUrl: string, stored: Stored, prefer: string | undefined): Answer {
  const { kept, how } = stored;
  const headers = { Location: locationOf(publicUrl, kept), ETag: etag(kept.version), 'Last-Modified': kept.updatedAt.toUTCString() };
  return { status: statusOf(how), headers, resource: resourceOf(stored, parsePrefer(prefer).return) };
}

function resourceOf(stored: Stored, wanted: Prefer['return']): object | undefined {
  switch (wanted) {
    case 'minimal':
      return undefined;
    case 'OperationOutcome':
      return outcomeOf(stored);
    case 'representation':
      return stored.findings.some((issue) => issue.rule === 'source-updated-late') ? outcomeOf(stored) : asStored(stored.kept);
  }
}

export function respondStored(req: Request, res: Response, publicUrl: string, stored: Stored): void {
  const { status, headers, resource } = toAnswer(publicUrl, stored, req.get('Prefer'));
  res.set(headers);
  if (resource === undefined) res.status(status).end();
  else respond(res, status, resource);
}

export const statusOf = (how: Stored['how']): number => (how === 'created' || how === 'revived' ? 201 : how === 'deleted' ? 204 : 200);

export const outcomeOf = ({ how, findings }: Stored) => (findings.length > 0 ? toOutcome(findings) : allOk(`The appointment is ${how}`));

const locationOf = (publicUrl: string, { id, version }: Kept): string => `${publicUrl}/fhir/Appointment/${id}/_history/${version}`;

/** As received, with the elements that the server gives: what its sender reads back. */
export function asStored({ id, version, updatedAt, kind, said }: Kept): Appointment {
  if (said === undefined) throw new Error('a deleted appointment has no content');
  return withServerElements(said.appointment, { id, version, updatedAt, kind });
}

const reasons: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 204: 'No Content' };

export function toResponseEntry(publicUrl: string, result: Result | Fault): BundleEntry {
  if (result instanceof Fault) return { response: { status: String(result.status), outcome: toOutcome(result.issues) } };
  if (result === undefined) return { response: { status: '204 No Content' } };
  const status = statusOf(result.how);
  return {
    response: {
      status: `${status} ${reasons[status]}`,
      etag: etag(result.kept.version),
      lastModified: result.kept.updatedAt.toISOString(),
      ...(status !== 204 && { location: locationOf(publicUrl, result.kept) }),
      ...(result.findings.length > 0 && { outcome: toOutcome(result.findings) }),
    },
  };
}
