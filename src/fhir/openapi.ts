/**
 * `GET /openapi.json`: the table of calls in OpenAPI's words.
 * @see {@link https://spec.openapis.org/oas/v3.1.1.html OpenAPI 3.1}
 */
import { type Call, surface } from './surface.ts';

type Json = { readonly [name: string]: unknown };

const FHIR = ['application/fhir+json', 'application/fhir+xml'];

export const toOpenApi = (publicUrl: string, version: string): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'Aftaledeling',
    version,
    summary: 'Shares health appointments across sectors in Denmark',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: publicUrl }],
  paths: Object.fromEntries(
    [...new Set(surface.map(({ path }) => path))].map((path) => [
      path,
      Object.fromEntries(surface.filter((call) => call.path === path).map((call) => [call.method.toLowerCase(), toOperation(call)])),
    ]),
  ),
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    schemas: {
      Resource: {
        description: 'A resource of FHIR R4',
        type: 'object',
        required: ['resourceType'],
        properties: { resourceType: { type: 'string' }, id: { type: 'string' } },
      },
      OperationOutcome: {
        description: 'What is wrong, each issue with its element and its rule',
        type: 'object',
        required: ['resourceType', 'issue'],
        properties: { resourceType: { const: 'OperationOutcome' }, issue: { type: 'array', minItems: 1, items: { type: 'object' } } },
      },
    },
    responses: {
      Refusal: { description: 'Refused: an OperationOutcome says why', content: contentOf(FHIR, 'OperationOutcome') },
    },
  },
});

const contentOf = (types: readonly string[], schema: 'Resource' | 'OperationOutcome'): Json =>
  Object.fromEntries(types.map((type) => [type, { schema: { $ref: `#/components/schemas/${schema}` } }]));

const plainContent = (types: readonly string[]): Json =>
  Object.fromEntries(types.map((type) => [type, { schema: type === 'application/json' ? { type: 'object' } : { type: 'string' } }]));

const isOpen = ({ who }: Call): boolean => who.includes('anyone');

function toOperation(call: Call): Json {
  const { summary, who, answers, gives } = call;
  const form = formOf(call);
  const body = form ?? bodyOf(call);
  const inQuery = form === undefined ? (call.query ?? []) : [];
  const parameters = [
    ...[...call.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...inQuery.map(({ name, description }) => ({ name, in: 'query', description, schema: { type: 'string' } })),
    ...(call.headers ?? []).map(({ name, description }) => ({ name, in: 'header', description, schema: { type: 'string' } })),
  ];
  return {
    operationId: operationIdOf(call),
    summary,
    ...(!isOpen(call) && { description: `For: ${who.join(', ')}`, security: [{ bearer: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: body }),
    responses: {
      ...Object.fromEntries(
        answers.map((status) => [
          String(status),
          {
            description: descriptions[status] ?? 'Done',
            ...(status !== 204 && status !== 304 && { content: gives === undefined ? contentOf(FHIR, 'Resource') : plainContent(gives) }),
          },
        ]),
      ),
      default: { $ref: '#/components/responses/Refusal' },
    },
  };
}

const descriptions: Readonly<Record<number, string>> = {
  200: 'Done',
  201: 'Created; Location and ETag name the version',
  204: 'Done, and nothing to say',
  304: 'The caller holds the newest version',
};

/** `get-fhir-Appointment-id-history`: the same from release to release. */
const operationIdOf = ({ method, path }: Call): string =>
  [method.toLowerCase(), ...(path.match(/[\w-]+/g) ?? [])].map((part) => part.replace(/^_/, '')).join('-');

/** A search's form: its parameters as fields. */
function formOf({ body, query = [] }: Call): Json | undefined {
  if (body?.[0] !== 'application/x-www-form-urlencoded') return undefined;
  const properties = Object.fromEntries(query.map(({ name, description }) => [name, { type: 'string', description }]));
  return { content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties } } } };
}

function bodyOf({ body }: Call): Json | undefined {
  if (body === undefined) return undefined;
  const isResource = body.some((type) => type.startsWith('application/fhir'));
  return { required: true, content: isResource ? contentOf(body, 'Resource') : plainContent(body) };
}
