/**
 * The table of who gets what, asked of the service itself. `who-gets-what.md` is what it answered; `UPDATE_PAGES=1` writes it anew, for
 * a reader to judge. What must never be is said here beside it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { LABEL_TIME_ONLY } from '../../src/derive/label.ts';
import { dentist, relative } from '../stamkort/cards.ts';
import { appointment } from '../support/appointment.ts';
import { engines } from '../support/database.ts';
import { people } from '../support/people.ts';
import { FHIR_JSON, putAppointment, startTestService, type TestService } from '../support/service.ts';
import { block, busyOnly, liftBlocks, postBlock } from './blocks.ts';
import { routesOf } from './routes-of.ts';
import { type Ask, type Asker, askers, cardTypes, MARK, rows, type State, type Subject, states } from './who-gets-what.ts';

const PAGE = fileURLToPath(new URL('./who-gets-what.md', import.meta.url));

/** Row → column → cell. */
type Table = Readonly<Record<string, Readonly<Record<string, string>>>>;

const looks = Object.entries(rows).flatMap(([route, row]) => ('shows' in row ? [{ route, ...row }] : []));
const acts = Object.entries(rows).flatMap(([route, row]) => ('does' in row ? [{ route, ...row }] : []));
const signedIns = Object.entries(rows).flatMap(([route, row]) => ('signedIn' in row ? [{ route, ...row }] : []));
const opens = Object.entries(rows).flatMap(([route, row]) => ('open' in row ? [{ route, ...row }] : []));

describe.each(engines)('who gets what on the $engine engine', (engine) => {
  let service: TestService;
  const headers = new Map<string, Record<string, string>>();
  const tables = new Map<State | 'acts', Table>();

  beforeAll(async () => {
    service = await startTestService(engine);
    for (const { key, identity } of askers) {
      headers.set(key, identity === undefined ? {} : { Authorization: `Bearer ${await service.token(identity)}` });
    }
    // A block does not bind the card: it is asked with and without one, and that is enough.
    for (const state of states) {
      const asked = looks.filter(({ shows }) => shows !== 'the card' || state === 'nothing set' || state === 'hidden by a block');
      tables.set(state, await tableOf(asked, await subjectsIn(state)));
    }
    tables.set('acts', await tableOf(acts, await subjectsIn('nothing set'), remake));
  }, 180_000);
  afterAll(() => service?.close());

  async function subjectsIn(state: State): Promise<Map<string, Subject>> {
    const label = state === 'labelled time-only' ? { meta: { security: [LABEL_TIME_ONLY] } } : {};
    const blocks = { 'hidden by a block': {}, 'busy only by a block': busyOnly, 'nothing set': undefined, 'labelled time-only': undefined };
    const subjects = new Map<string, Subject>();
    for (const cpr of new Set(askers.map(({ about }) => about))) {
      const self = await service.citizen(cpr);
      const sent = appointment(`of ${cpr.slice(0, 4)}`, { reasonCode: [{ text: MARK }], ...label }, cpr);
      const put = await putAppointment(service, await service.sender('municipal'), sent);
      await liftBlocks(service, self);
      const provision = blocks[state];
      const set = await postBlock(service, self, block(cpr, provision ?? {}, provision === undefined ? 'inactive' : 'active')).expect(201);
      const patient = put.body.participant[0].actor.identifier;
      const patientId = service.deps.citizenIdOf(patient);
      subjects.set(cpr, {
        cpr,
        patientId,
        appointmentId: put.body.id,
        consentId: set.body.id,
        cardIds: await cardOf(cpr, patientId),
        ...noSpares,
      });
    }
    return subjects;
  }

  async function cardOf(cpr: string, patientId: string): Promise<Record<string, string>> {
    const self = await service.citizen(cpr);
    await add(self, 'RelatedPerson', relative(cpr));
    const ids: Record<string, string> = {};
    for (const type of cardTypes) {
      const { body } = await request(service.app).get(`/fhir/${type}?patient=Patient/${patientId}`).set(self);
      ids[type] = body.entry?.[0]?.resource.id ?? NOBODY;
    }
    return ids;
  }

  async function add(self: Record<string, string>, type: string, resource: object): Promise<string> {
    const call = request(service.app).post(`/fhir/${type}`).set(self).set('Content-Type', FHIR_JSON);
    return (await call.send(JSON.stringify(resource)).expect(201)).body.id;
  }

  /** A citizen has one dentist at the most. */
  async function freshCareTeam(self: Record<string, string>, { cpr, patientId }: Subject, route: string): Promise<string> {
    const { body } = await request(service.app).get(`/fhir/CareTeam?patient=Patient/${patientId}`).set(self);
    for (const { resource } of body.entry ?? []) await request(service.app).delete(`/fhir/CareTeam/${resource.id}`).set(self);
    return route.startsWith('POST') ? '' : add(self, 'CareTeam', dentist(cpr));
  }

  /** What acts are about, as it was before the one that went before. */
  async function remake(subject: Subject, route: string): Promise<Subject> {
    const own = await service.citizen(subject.cpr);
    if (route.includes('RelatedPerson/:id')) return { ...subject, spareRelativeId: await add(own, 'RelatedPerson', relative(subject.cpr)) };
    if (route.includes('CareTeam')) return { ...subject, spareCareTeamId: await freshCareTeam(own, subject, route) };
    const spare = await putAppointment(service, await service.sender('municipal'), appointment('spare', {}, people.caesar.cpr));
    const { body } = await postBlock(service, own, block(subject.cpr, {}, 'inactive')).expect(201);
    return { ...subject, spareId: spare.body.id, spareConsentId: body.id };
  }

  async function tableOf(
    asked: readonly { route: string; shows?: string; ask: (subject: Subject) => Ask }[],
    subjects: Map<string, Subject>,
    prepare: (subject: Subject, route: string) => Promise<Subject> = async (subject) => subject,
  ): Promise<Table> {
    const table: Record<string, Record<string, string>> = {};
    for (const { route, shows, ask } of asked) {
      const cells: Record<string, string> = {};
      for (const asker of askers) {
        const subject = subjects.get(asker.about);
        if (subject === undefined) throw new Error('nobody to ask about');
        cells[asker.key] = await cellOf(asker, route.split(' ')[0] ?? '', ask(await prepare(subject, route)), shows);
      }
      table[route] = cells;
    }
    return table;
  }

  async function cellOf({ key }: Asker, method: string, { address, type, body }: Ask, shows: string | undefined): Promise<string> {
    const call = request(service.app)
      [method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'](address)
      .set(headers.get(key) ?? {});
    const { status, text } = await (type === undefined ? call : call.set('Content-Type', type).send(body));
    if (shows === undefined || status !== 200) return String(status);
    if (shows !== 'appointments') return '●';
    return text.includes(MARK) ? '●' : text.includes('"MASKED"') ? '◐' : '○';
  }

  const cells = (state: State | 'acts') =>
    Object.entries(tables.get(state) ?? {}).flatMap(([route, row]) => Object.entries(row).map(([key, cell]) => ({ route, key, cell })));

  test('has a row for every route that there is, and for no other', () => {
    const routes = routesOf(service.router).map((route) => route.replace(/^GET \/assets\/.*/, 'GET /assets/:file'));
    expect(Object.keys(rows).sort()).toEqual([...new Set(routes)].sort());
  });

  test('is as the page says', () => {
    const page = pageOf(tables);
    if (process.env['UPDATE_PAGES'] === '1') writeFileSync(PAGE, page);
    expect(page).toBe(readFileSync(PAGE, 'utf8'));
  });

  test('gives nobody anything without a token', async () => {
    const all = [...states, 'acts' as const].flatMap(cells).filter(({ key }) => key === 'nobody');
    expect(new Set(all.map(({ cell }) => cell))).toEqual(new Set(['401']));
    for (const { route } of opens.filter((row) => !/:|log-ind/.test(row.route))) {
      const [method, address = ''] = route.split(' ');
      const { status } = await (method === 'POST' ? request(service.app).post(address) : request(service.app).get(address));
      expect([route, status]).toEqual([route, method === 'POST' ? 400 : 200]);
    }
  });

  test('sends whoever has no session to sign in, from each page that shows anything of anybody', async () => {
    for (const { route } of signedIns) {
      const [method, address = ''] = route.replace('/:file', '/0.ics').split(' ');
      const form = request(service.app).post(address).set('Content-Type', 'application/x-www-form-urlencoded');
      const { status } = await (method === 'POST' ? form : request(service.app).get(address));
      // A form from no page of ours is refused before anybody asks for a session.
      expect([route, status]).toEqual([route, method === 'POST' ? 403 : 303]);
    }
  });

  test('gives those who have no citizen to look at nothing of any', () => {
    const theirs = states.flatMap(cells).filter(({ key }) => ['coordinator', 'register', 'admin', 'no scope', 'researcher'].includes(key));
    expect(theirs.filter(({ cell }) => cell !== '403' && cell !== '404')).toEqual([]);
  });

  test('gives citizens nothing of those whom they do not act for', () => {
    const theirs = states.flatMap(cells).filter(({ key }) => ['other', 'custody 18+', 'proxy of child'].includes(key));
    expect(theirs.filter(({ cell }) => cell !== '403' && cell !== '404')).toEqual([]);
  });

  test('shows what is blocked to the citizen’s own and the sender’s own alone', () => {
    const seers = (state: State, seen: string) =>
      new Set(
        cells(state).flatMap(({ key, cell, route }) => (cell === seen && rows[route] !== undefined && isOfAppointments(route) ? key : [])),
      );
    const own = new Set(['sender', 'self', 'proxy', 'custody', 'own nurse']);
    expect(seers('hidden by a block', '●')).toEqual(own);
    expect(seers('hidden by a block', '◐')).toEqual(new Set());
    expect(seers('busy only by a block', '●')).toEqual(own);
    expect(seers('busy only by a block', '◐')).toEqual(new Set(['nurse', 'municipal nurse']));
    expect(seers('labelled time-only', '●')).toEqual(new Set([...own, 'municipal nurse']));
    expect(seers('labelled time-only', '◐')).toEqual(new Set(['nurse']));
  });

  test('lets nobody but senders write appointments, and nobody but the citizen’s own set blocks', () => {
    const done = cells('acts').filter(({ cell, route }) => /^2/.test(cell) && !route.endsWith('$validate'));
    const citizens = ['self', 'proxy', 'custody'];
    const treating = ['nurse', 'own nurse', 'municipal nurse'];
    const senders = ['sender', 'sender 2'];
    const mayDo = (route: string): readonly string[] => {
      if (route.endsWith(' /fhir/')) return [...senders, 'register'];
      if (/\$adoption|Organization|Device/.test(route)) return ['admin'];
      if (/Appointment|quarantine|import-apd|check|quality/.test(route)) return senders;
      if (/register|import-pdc|^(PUT|DELETE) [^:]*$/.test(route)) return ['register'];
      return route.includes('Consent') ? citizens : [...citizens, ...treating];
    };
    for (const { route, key } of done) expect([route, mayDo(route)]).toEqual([route, expect.arrayContaining([key])]);
  });
});

const NOBODY = '00000000-0000-4000-8000-000000000000';
const noSpares = { spareId: '', spareConsentId: '', spareRelativeId: '', spareCareTeamId: '' };

const isOfAppointments = (route: string): boolean => looks.some((look) => look.route === route && look.shows === 'appointments');

function pageOf(tables: ReadonlyMap<State | 'acts', Table>): string {
  const head = ['', ...askers.map(({ key }) => key)];
  const line = (parts: readonly string[]): string => `| ${parts.join(' | ')} |`;
  const table = (title: string, content: Table | undefined): string[] => [
    `## ${title}`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...Object.entries(content ?? {}).map(([route, cells]) => line([`\`${route}\``, ...askers.map(({ key }) => cells[key] ?? '')])),
    '',
  ];
  return [
    '# Who gets what',
    '',
    'Asked of the service, route by route, by `who-gets-what.test.ts`; a route without a row fails. ● all · ◐ that the citizen is busy, not',
    'with what · ○ nothing, as if nothing were there · a number: refused or answered with that status. 404 where existence tells something.',
    '',
    ...askers.map(({ key, who }) => `- **${key}**: ${who}`),
    '',
    ...states.flatMap((state) =>
      table(
        `An appointment with ${state}`.replace('with hidden', 'hidden').replace('with busy', 'busy').replace('with labelled', 'labelled'),
        tables.get(state),
      ),
    ),
    ...table('What changes something', tables.get('acts')),
    '## Open to anyone',
    '',
    ...opens.map(({ route, open }) => `- \`${route}\`: ${open}`),
    '',
    '## With a session alone',
    '',
    ...signedIns.map(({ route, signedIn }) => `- \`${route}\`: ${signedIn}`),
    '',
  ].join('\n');
}
