/** The service's public HTTP surface, as any sender's system meets it. */
import { z } from 'zod';
import { RULE_SYSTEM } from '../../fhir/rule.ts';
import type { Appointment } from '../../fhir/types.ts';
import type { AnyIdentifier, SampleIdentifier } from './booking.ts';

/** What became of one message. */
export interface Answer {
  readonly isNew: boolean;
  readonly etag: string;
  /** The rules that warn of something in it. */
  readonly warned: readonly string[];
}

export interface OwnAppointment {
  readonly id: string;
  readonly etag: string;
  readonly identifiers: readonly AnyIdentifier[];
}

export interface Client {
  /** A conditional PUT, the main way in. */
  put(identifier: SampleIdentifier, appointment: Appointment): Promise<Answer>;
  /** The same, all in one Bundle. */
  batch(messages: readonly (readonly [SampleIdentifier, Appointment])[]): Promise<(readonly [SampleIdentifier, Answer])[]>;
  importApd(xml: string): Promise<Answer>;
  /** All that the caller has posted of a citizen. */
  findOwn(citizen: SampleIdentifier): Promise<OwnAppointment[]>;
  remove(id: string): Promise<void>;
}

const FHIR_JSON = 'application/fhir+json';

const outcomeSchema = z.object({
  issue: z.array(
    z.object({
      severity: z.string(),
      details: z.object({
        text: z.string().default(''),
        coding: z.array(z.object({ system: z.string().optional(), code: z.string().optional() })).default([]),
      }),
    }),
  ),
});
type Outcome = z.infer<typeof outcomeSchema>;

const batchSchema = z.object({
  entry: z.array(z.object({ response: z.object({ status: z.string(), etag: z.string().optional(), outcome: outcomeSchema.optional() }) })),
});

const searchsetSchema = z.object({
  entry: z
    .array(
      z.object({
        resource: z.object({
          id: z.string(),
          meta: z.object({ versionId: z.string() }),
          identifier: z.array(z.object({ system: z.string(), value: z.string() }).partial()),
        }),
      }),
    )
    .default([]),
});

/**
 * @param origin `http://127.0.0.1:3000`
 * @returns each call throws an Error that says what the service refused
 */
export function createClient(origin: string, token: string): Client {
  async function send(method: string, path: string, type: string, body?: string) {
    const response = await fetch(`${origin}/fhir${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': type, Prefer: 'return=OperationOutcome' },
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    if (!response.ok) throw refused(method, path, response.status, outcomeSchema.parse(json));
    return { status: response.status, etag: response.headers.get('ETag') ?? '', json };
  }

  const answerOf = ({ status, etag, json }: Awaited<ReturnType<typeof send>>): Answer => ({
    isNew: status === 201,
    etag,
    warned: warnedIn(outcomeSchema.parse(json)),
  });

  return {
    put: async (identifier, appointment) =>
      answerOf(await send('PUT', `/${conditional(identifier)}`, FHIR_JSON, JSON.stringify(appointment))),
    async batch(messages) {
      const entry = messages.map(([identifier, resource]) => ({ resource, request: { method: 'PUT', url: conditional(identifier) } }));
      const { json } = await send('POST', '', FHIR_JSON, JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }));
      const responses = batchSchema.parse(json).entry.map(({ response }) => response);
      return messages.map(([identifier], index) => {
        const { status = '500', etag = '', outcome } = responses[index] ?? {};
        const code = Number.parseInt(status, 10);
        if (code >= 300) throw refused('PUT', `/${conditional(identifier)}`, code, outcome);
        return [identifier, { isNew: code === 201, etag, warned: warnedIn(outcome) }];
      });
    },
    importApd: async (xml) => answerOf(await send('POST', '/$import-apd', 'text/xml', xml)),
    async findOwn({ system, value }) {
      const form = new URLSearchParams({ patient: `${system}|${value}` });
      const { json } = await send('POST', '/Appointment/_search', 'application/x-www-form-urlencoded', form.toString());
      return searchsetSchema
        .parse(json)
        .entry.map(({ resource: { id, meta, identifier } }) => ({ id, etag: `W/"${meta.versionId}"`, identifiers: identifier }));
    },
    async remove(id) {
      await send('DELETE', `/Appointment/${id}`, FHIR_JSON);
    },
  };
}

const conditional = ({ system, value }: SampleIdentifier): string => `Appointment?identifier=${encodeURIComponent(`${system}|${value}`)}`;

const warnedIn = (outcome: Outcome | undefined): string[] =>
  (outcome?.issue ?? [])
    .filter(({ severity }) => severity === 'warning')
    .flatMap(({ details }) => details.coding.flatMap(({ system, code }) => (system === RULE_SYSTEM && code !== undefined ? [code] : [])));

const refused = (method: string, path: string, status: number, outcome: Outcome | undefined): Error =>
  new Error(`${method} ${path}: ${status} ${outcome?.issue.map(({ details }) => details.text).join(' ') ?? ''}`);
