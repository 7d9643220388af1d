/** Two professionals and a citizen change one card at once, for so many rounds: what of it must be true after each. `tests/stamkort/at-once.ts [rounds]` */
import { CPR_SYSTEM } from '../../src/cpr/cpr.ts';
import { findItems, findItemVersions } from '../../src/store/stamkort-item.ts';
import { people } from '../support/people.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { type Headers, ofType, postStamkort, relative, send } from './cards.ts';

export interface Counts {
  readonly rounds: number;
  /** Accepted writes, and those refused with 412. */
  readonly written: number;
  readonly refused: number;
  /** What went wrong, in words; nothing may. */
  readonly faults: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
}

export async function editAtOnce(service: TestService, rounds: number, tell: (round: number) => void = () => {}): Promise<Counts> {
  const writers: Headers[] = [
    await service.citizen(people.nancy.cpr),
    await service.professional({ personId: 'nurse-a', sor: '953741000016009' }),
    await service.professional({ personId: 'nurse-b', sor: '1126211000016009' }),
  ];
  const citizenId = service.deps.citizenIdOf({ system: CPR_SYSTEM, value: people.nancy.cpr });
  const faults: string[] = [];
  let [written, refused] = [0, 0];
  const [first] = writers;
  const shared = await send(service, 'post', '/fhir/RelatedPerson', first ?? {}, relative());
  const sharedPath = `/fhir/RelatedPerson/${shared.body.id}`;
  const made = new Set<string>([shared.body.id]);
  const accepted = new Map<string, number>([[shared.body.id, 1]]);
  const note = (id: string, { status }: Answer): void => {
    if (status === 200 || status === 201) {
      written += 1;
      accepted.set(id, (accepted.get(id) ?? 0) + 1);
    } else if (status === 412) refused += 1;
    else faults.push(`answered ${status}`);
  };

  for (let round = 1; round <= rounds; round += 1) {
    const phone = (who: number): object => ({ telecom: [{ system: 'phone', value: `${round}-${who}` }] });
    const before = (await send(service, 'get', sharedPath, first ?? {})).headers['etag'] ?? '';
    const patches = [
      [{ op: 'add', path: '/telecom', value: [{ system: 'phone', value: `own ${round}` }] }],
      [
        {
          op: 'add',
          path: '/communication',
          value: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: round % 2 === 0 ? 'de' : 'pl' }] } }],
        },
      ],
      [
        {
          op: 'add',
          path: '/communication',
          value: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: round % 2 === 0 ? 'fo' : 'kl' }] } }],
        },
      ],
    ];
    // All on one version of one relative: one may win. Each a relative of their own, and an element of the Patient: all must come in.
    const [contested, own, elements] = await Promise.all([
      Promise.all(
        writers.map((headers, who) =>
          send(service, 'put', sharedPath, { ...headers, 'If-Match': before }, relative(undefined, phone(who))),
        ),
      ),
      Promise.all(writers.map((headers, who) => send(service, 'post', '/fhir/RelatedPerson', headers, relative(undefined, phone(who))))),
      Promise.all(writers.map((headers, who) => send(service, 'patch', `/fhir/Patient/${citizenId}`, headers, patches[who]))),
    ]);
    for (const answer of contested) note(shared.body.id, answer);
    const winners = contested.filter(({ status }) => status === 200).length;
    if (winners !== 1) faults.push(`${winners} of three writers on one version won`);
    for (const answer of own) {
      note(answer.body.id, answer);
      made.add(answer.body.id);
    }
    for (const { status } of elements) if (status !== 200) faults.push(`a patch was answered ${status}`);
    // The oldest go, so that a card stays one that is read quickly.
    for (const id of [...made].slice(1, -6)) {
      const { status } = await send(service, 'delete', `/fhir/RelatedPerson/${id}`, writers[round % 3] ?? {});
      if (status !== 204) faults.push(`a deletion was answered ${status}`);
      accepted.set(id, (accepted.get(id) ?? 0) + 1);
      made.delete(id);
    }
    const { body } = await postStamkort(service, first ?? {});
    const shown = new Set(ofType(body, 'RelatedPerson').map(({ id }) => id));
    for (const id of made) if (!shown.has(id)) faults.push('an item was lost');
    if (ofType(body, 'Patient')[0].telecom?.[0]?.value !== `own ${round}`) faults.push('the telephone of the round was lost');
    tell(round);
  }
  faults.push(...(await brokenHistories(service, citizenId, accepted)));
  return { rounds, written, refused, faults };
}

/** Every accepted write is one version, numbered from 1 without a gap, and the newest is the item. */
async function brokenHistories({ deps }: TestService, citizenId: string, accepted: ReadonlyMap<string, number>): Promise<string[]> {
  const faults: string[] = [];
  for (const { id, version, content, kind } of await findItems(deps.db, citizenId)) {
    const versions = await findItemVersions(deps.db, citizenId, id);
    if (versions.some((row, index) => row.version !== index + 1)) faults.push('a version is missing');
    if (versions.at(-1)?.version !== version || versions.at(-1)?.content !== content) faults.push('an item is not its newest version');
    if (kind === 'relative' && versions.length !== accepted.get(id)) faults.push('a write has no version, or two');
  }
  return faults;
}

if (process.argv[1]?.endsWith('at-once.ts') === true) {
  const { openDatabase } = await import('../../src/store/database.ts');
  const engine = { engine: 'embedded', open: () => openDatabase({ dataDir: 'memory://', url: process.env['TEST_DATABASE_URL'] }) } as const;
  const service = await startTestService(engine);
  const { faults, ...counts } = await editAtOnce(service, Number(process.argv[2] ?? 1000), (round) => {
    if (round % 100 === 0) console.log(`round ${round}`);
  });
  console.log({ ...counts, faults: faults.slice(0, 10) });
  await service.close();
  process.exit(faults.length === 0 ? 0 : 1);
}
