/** Random searches of a sender, a citizen and a professional, each held against a filter over all that they see. */
import request from 'supertest';
import { SYSTEM } from '../support/appointment.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, type TestService } from '../support/service.ts';
import { isSorted, meets, type Query, random, randomAppointments, randomQuery, randomSort } from './random-search.ts';

type Headers = Record<string, string>;
type Node = Record<string, unknown> & { id: string };

interface Page {
  readonly ids: string[];
  readonly resources: Node[];
  readonly total: number;
  readonly next: string | undefined;
}

interface Searcher {
  readonly name: string;
  readonly headers: Headers;
  /** What narrows each search to what `everything` is of. */
  readonly fixed: Query;
}

const form = (query: Query): string => new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString();

async function read(response: request.Test): Promise<Page> {
  const { body, status, text } = await response;
  if (status !== 200) throw new Error(`${status} ${text}`);
  const resources = (body.entry ?? [])
    .filter((entry: { search: { mode: string } }) => entry.search.mode === 'match')
    .map((entry: { resource: Node }) => entry.resource);
  return {
    resources,
    ids: resources.map(({ id }: Node) => id),
    total: body.total,
    next: body.link.find((link: { relation: string }) => link.relation === 'next')?.url,
  };
}

const search = ({ app }: TestService, headers: Headers, query: Query): Promise<Page> =>
  read(
    request(app)
      .post('/fhir/Appointment/_search')
      .set(headers)
      .set('Content-Type', 'application/x-www-form-urlencoded')
      .set('Prefer', 'handling=strict')
      .send(form(query)),
  );

/** Every page, by following next. */
async function pages(service: TestService, headers: Headers, query: Query): Promise<string[]> {
  let page = await search(service, headers, query);
  const ids = [...page.ids];
  while (page.next !== undefined && ids.length <= page.total) {
    page = await read(
      request(service.app)
        .get(page.next.replace(/^https?:\/\/[^/]+/, ''))
        .set(headers),
    );
    ids.push(...page.ids);
  }
  return ids;
}

async function load(service: TestService, seed: number, n: number): Promise<void> {
  const draw = random(seed);
  const senders = [await service.sender('municipal'), await service.sender('regional')];
  const appointments = randomAppointments(draw, n, [people.nancy.cpr, people.nancy.cpr, people.max.cpr]);
  // Several moments, so that _lastUpdated has something to tell apart.
  for (const [hour, chunk] of Array.from(
    { length: 6 },
    (_, index) => [index, appointments.filter((_one, at) => at % 6 === index)] as const,
  )) {
    service.setNow(`2026-03-02T${String(8 + hour).padStart(2, '0')}:00:00Z`);
    for (const [index, headers] of senders.entries()) {
      const entry = chunk
        .filter((_one, at) => at % 2 === index)
        .map((resource) => ({
          resource,
          request: { method: 'PUT', url: `Appointment?identifier=${SYSTEM}|${resource.identifier?.[0]?.value}` },
        }));
      const { body } = await request(service.app)
        .post('/fhir')
        .set(headers)
        .set('Content-Type', FHIR_JSON)
        .send(JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }));
      const refused = body.entry.filter(({ response }: { response: { status: string } }) => !response.status.startsWith('201'));
      if (refused.length > 0) throw new Error(JSON.stringify(refused[0]));
    }
  }
}

export interface SearchFuzz {
  readonly seed: number;
  readonly appointments: number;
  readonly queries: number;
}

export interface SearchVerdict {
  /** Queries whose answer was not the filter's; empty when all is well. */
  readonly wrong: string[];
  /** Queries that some, and not all, of what there is met: those that could tell. */
  readonly telling: number;
  readonly masked: number;
}

export async function fuzzSearch(service: TestService, { seed, appointments, queries }: SearchFuzz): Promise<SearchVerdict> {
  await load(service, seed, appointments);
  const draw = random(seed + 1);
  const ofNancy = [['patient:identifier', `urn:oid:1.2.208.176.1.2|${people.nancy.cpr}`]] as const;
  const searchers: Searcher[] = [
    { name: 'sender', headers: await service.sender('municipal'), fixed: [] },
    { name: 'citizen', headers: await service.citizen(people.nancy.cpr), fixed: [] },
    { name: 'professional', headers: await service.professional({ sor: '191901000016999', cvr: '55133018' }), fixed: ofNancy },
  ];
  const wrong: string[] = [];
  let telling = 0;
  let masked = 0;
  const everything = new Map<string, Page>();
  for (const { name, headers, fixed } of searchers) everything.set(name, await search(service, headers, [...fixed, ['_count', '1000']]));
  masked = (everything.get('professional')?.resources ?? []).filter((resource) =>
    JSON.stringify(resource['meta']).includes('MASKED'),
  ).length;
  for (let i = 0; i < queries; i += 1) {
    const { name, headers, fixed } = searchers[i % searchers.length] as Searcher;
    const whole = everything.get(name) as Page;
    const query = randomQuery(draw, whole.ids);
    const sort = randomSort(draw);
    const expected = whole.resources.filter((resource) => meets(resource, query)).map(({ id }) => id);
    const asked: Query = [...fixed, ...query, ['_sort', sort]];
    const found = await search(service, headers, [...asked, ['_count', '1000']]);
    const isRight = found.total === expected.length && sameSet(found.ids, expected) && isSorted(found.resources, sort);
    const inPages = i % 5 === 0 ? await pages(service, headers, [...asked, ['_count', String(1 + Math.floor(draw() * 9))]]) : found.ids;
    if (!isRight || inPages.join() !== found.ids.join()) wrong.push(`${name} ${form(asked)}: ${found.ids.length} for ${expected.length}`);
    if (expected.length > 0 && expected.length < whole.ids.length) telling += 1;
  }
  return { wrong, telling, masked };
}

const sameSet = (one: readonly string[], other: readonly string[]): boolean => [...one].sort().join() === [...other].sort().join();
