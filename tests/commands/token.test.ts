import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Authenticate, createAuthenticate } from '../../src/access/authenticate.ts';
import { openTrustedIssuers } from '../../src/access/trusted-issuers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let dataDir: string;
let authenticate: Authenticate;

const token = (...args: readonly string[]): Promise<Run> =>
  new Promise((resolve) => {
    const command = ['--import', 'tsx', 'src/commands/token.ts', ...args];
    const child = execFile(process.execPath, command, { cwd: root, env: { ...process.env, DATA_DIR: dataDir } }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });

beforeAll(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), 'token-')), 'data');
});

/** The flags of DESIGN §2. The first two also race to make the key. */
describe('npm run token', () => {
  const cases: readonly [string, object][] = [
    ['--role citizen --cpr 2512489996', { role: 'citizen', identifier: { value: '2512489996' }, actFor: undefined }],
    ['--role sender --sector municipal', { role: 'sender', senderId: 'odense-nexus', sector: 'municipal' }],
    ['--role sender --sector practice --practice-kind specialist', { sector: 'practice', practiceKind: 'specialist' }],
    [
      '--role sender --sender mine --sector regional --sor 325431000016004',
      { senderId: 'mine', sector: 'regional', sor: '325431000016004' },
    ],
    ['--role professional --person-id p-1 --cvr 35209115', { role: 'professional', personId: 'p-1', cvr: '35209115', purpose: 'TREAT' }],
    [
      '--role citizen --cpr 2911829996 --act-for 0505209996 --relation custody',
      { actFor: { identifier: { value: '0505209996' }, relation: 'custody' } },
    ],
    ['--role register --register cpr', { role: 'register', register: 'cpr' }],
    ['--role coordinator --municipality 0461', { role: 'coordinator', municipality: '0461' }],
    ['--role admin --name Test', { role: 'admin', name: 'Test' }],
  ];

  it('prints a token alone on the last line, good at the service of the same directory', async () => {
    const runs = await Promise.all(cases.map(([flags]) => token(...flags.split(' '))));
    authenticate = createAuthenticate(await openTrustedIssuers({ dataDir }, () => undefined));
    for (const [index, [flags, expected]] of cases.entries()) {
      const { code, stdout, stderr } = runs[index] ?? {};
      expect({ flags, code, stderr }).toEqual({ flags, code: 0, stderr: '' });
      const last = stdout?.trimEnd().split('\n').at(-1);
      expect(last).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(await authenticate(`Bearer ${last}`)).toMatchObject(expected);
    }
  });

  it('signs a bad scope too, so that the refusal can be tried', async () => {
    const { stdout } = await token('--role', 'sender', '--sector', 'municipal', '--scope', 'system/Appointment.sr');
    await expect(authenticate(`Bearer ${stdout.trim()}`)).rejects.toMatchObject({ status: 401 });
  });

  it('refuses what makes no caller with exit code 2, what is wrong and how to call it, and no token', async () => {
    const refusals: readonly [string, RegExp][] = [
      ['', /--role is one of sender/],
      ['--role owner', /--role is one of/],
      ['--role toString', /--role is one of/],
      ['--role sender', /sector: municipal, regional or practice/],
      ['--role sender --sector private', /sector/],
      ['--role citizen', /cpr: a CPR number/],
      ['--role citizen --cpr 3113489996', /cpr: a CPR number/],
      ['--role citizen --cpr 2911829996 --act-for 0505209996', /--act-for and --relation/],
      ['--role admin --sector municipal', /--role admin takes no --sector/],
      ['--role admin --sectr municipal', /--sectr/],
    ];
    const runs = await Promise.all(refusals.map(([flags]) => token(...flags.split(' ').filter(Boolean))));
    for (const [index, [flags, message]] of refusals.entries()) {
      expect({ flags, ...runs[index] }).toEqual({ flags, code: 2, stdout: '', stderr: expect.stringMatching(message) });
      expect(runs[index]?.stderr).toContain('npm run token -- --role ROLE');
      expect(runs[index]?.stderr).not.toContain('3113489996');
    }
  });

  it('tells how to call it on --help', async () => {
    expect(await token('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('npm run token -- --role ROLE'), stderr: '' });
  });
});
