/** The requests of each work, as text: the service's, and the reference's with the same body. */
import type { Appointment } from '../../src/fhir/types.ts';
import { addDays, dateOf, type LocalDate } from '../../src/time/zone.ts';
import { citizenIdentifier, fullVisit, SERIAL, SYSTEM } from './appointments.ts';

export interface Work {
  readonly service: readonly string[];
  readonly reference: readonly string[];
}

export interface Tokens {
  readonly professional: string;
  readonly sender: string;
}

const FHIR_JSON = 'application/fhir+json';

const http = (start: string, body?: string, token?: string, headers: readonly string[] = []): string =>
  [
    `${start} HTTP/1.1`,
    'Host: 127.0.0.1',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...headers,
    ...(body === undefined ? [] : [`Content-Type: ${FHIR_JSON}`, `Content-Length: ${Buffer.byteLength(body)}`]),
    '',
    body ?? '',
  ].join('\r\n');

/** Of the nth citizen: all days from today, or these. */
export function overviewRequest(
  n: number,
  { professional }: Tokens,
  days: { readonly from?: LocalDate; readonly to?: LocalDate } = {},
): string {
  const parameter = [
    { name: 'patient', valueIdentifier: citizenIdentifier(n) },
    ...Object.entries(days).map(([name, valueDate]) => ({ name, valueDate })),
  ];
  return http('POST /fhir/Patient/$aftaleoversigt', JSON.stringify({ resourceType: 'Parameters', parameter }), professional);
}

/** Of the citizen with this id; with the tag of an overview that the caller has. */
export const overviewRead = (id: string, { professional }: Tokens, tag?: string): string =>
  http(`GET /fhir/Patient/${id}/$aftaleoversigt`, undefined, professional, tag === undefined ? [] : [`If-None-Match: ${tag}`]);

/** @param ids of citizens from 0 on */
export const overviews = (ids: readonly string[], tokens: Tokens): Work => ({
  service: ids.map((_, n) => overviewRequest(n, tokens)),
  reference: ids.map((id) => http(`GET /${id}`)),
});

const condition = (body: Appointment): string => `Appointment?identifier=${SYSTEM}|${body.identifier?.[0]?.value ?? ''}`;

/** New appointments of these citizens, one to a request. */
export function ingests(citizens: readonly number[], now: Date, { sender }: Tokens): Work {
  const bodies = citizens.map((n) => fullVisit(citizenIdentifier(n), SERIAL, addDays(dateOf(now), 20), 9));
  return {
    service: bodies.map((body) => http(`PUT /fhir/${condition(body)}`, JSON.stringify(body), sender)),
    reference: bodies.map((body) => http('POST /one', JSON.stringify(body))),
  };
}

export const BUNDLE_SIZE = 100;

/** New appointments of these citizens, a hundred to a request. */
export function bundles(citizens: readonly number[], now: Date, { sender }: Tokens): Work {
  const date = addDays(dateOf(now), 25);
  const texts = Array.from({ length: Math.floor(citizens.length / BUNDLE_SIZE) }, (_, bundle) =>
    JSON.stringify({
      resourceType: 'Bundle',
      type: 'batch',
      entry: citizens.slice(bundle * BUNDLE_SIZE, (bundle + 1) * BUNDLE_SIZE).map((n, index) => {
        const resource = fullVisit(citizenIdentifier(n), `${SERIAL}-${index}`, date, 9);
        return { resource, request: { method: 'PUT', url: condition(resource) } };
      }),
    }),
  );
  return {
    service: texts.map((text) => http('POST /fhir', text, sender)),
    reference: texts.map((text) => http('POST /many', text)),
  };
}
