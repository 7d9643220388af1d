/** `npm run token -- --role …`: prints a bearer token of the development issuer, alone on the last line. */
import { parseArgs } from 'node:util';
import type { Role } from '../access/caller.ts';
import { type Claims, developmentClaims } from '../access/development-claims.ts';
import { openDevelopmentIssuer } from '../access/development-issuer.ts';
import { parseCaller } from '../access/parse-caller.ts';
import { readDataDir } from '../config.ts';

const usage = `npm run token -- --role ROLE [options]

  --role sender        --sector municipal|regional|practice [--sender ID]
                       [--practice-kind general|specialist] [--sor SOR] [--cvr CVR] [--municipality CODE]
  --role citizen       --cpr CPR [--act-for CPR --relation custody|power-of-attorney]
  --role professional  [--person-id ID] [--authorisation-code CODE] [--purpose TREAT] [--sor SOR] [--cvr CVR]
  --role register      --register cpr|sygesikring|yder|organdonor|testamente|fravalg
  --role coordinator   --municipality CODE
  --role admin

  any role             [--name NAME] [--scope 'SCOPES'] (where not given: all that the role may have)

The token is good for 12 hours, at a service of the same DATA_DIR (./data where unset).`;

const flags = {
  role: { type: 'string' },
  name: { type: 'string' },
  scope: { type: 'string' },
  sector: { type: 'string' },
  sender: { type: 'string' },
  'practice-kind': { type: 'string' },
  sor: { type: 'string' },
  cvr: { type: 'string' },
  municipality: { type: 'string' },
  cpr: { type: 'string' },
  'act-for': { type: 'string' },
  relation: { type: 'string' },
  'person-id': { type: 'string' },
  'authorisation-code': { type: 'string' },
  purpose: { type: 'string' },
  register: { type: 'string' },
  help: { type: 'boolean' },
} as const;

type Flag = keyof typeof flags;

/** The flags of each role beside `--name` and `--scope`. */
const flagsOf: Readonly<Record<Role, readonly Flag[]>> = {
  sender: ['sector', 'sender', 'practice-kind', 'sor', 'cvr', 'municipality'],
  citizen: ['cpr', 'act-for', 'relation'],
  professional: ['person-id', 'authorisation-code', 'purpose', 'sor', 'cvr'],
  register: ['register'],
  coordinator: ['municipality'],
  admin: [],
};

const isRole = (text: string | undefined): text is Role => text !== undefined && Object.hasOwn(flagsOf, text);

/** @returns undefined where help is asked for */
function readClaims(args: readonly string[]): Claims | undefined {
  const { values } = parseArgs({ args: [...args], options: flags });
  if (values.help === true) return undefined;
  const { role } = values;
  if (!isRole(role)) throw new Error(`--role is one of ${Object.keys(flagsOf).join(', ')}`);
  const known: readonly string[] = ['role', 'name', 'scope', ...flagsOf[role]];
  const foreign = Object.keys(values).filter((flag) => !known.includes(flag));
  if (foreign.length > 0) throw new Error(`--role ${role} takes no ${foreign.map((flag) => `--${flag}`).join(', ')}`);
  if ((values['act-for'] === undefined) !== (values.relation === undefined)) throw new Error('--act-for and --relation go together');

  const claims = developmentClaims({
    ...values,
    role,
    senderId: values.sender,
    practiceKind: values['practice-kind'],
    actFor: values['act-for'] === undefined ? undefined : { cpr: values['act-for'], relation: values.relation },
    personId: values['person-id'],
    authorisationCode: values['authorisation-code'],
  });
  // Whatever scope is asked for is signed: how a service takes a bad one is worth trying.
  const caller = parseCaller({ ...claims, jti: 'trial', scope: '' }, true);
  if ('wrong' in caller) throw new Error(caller.wrong.join('\n'));
  return claims;
}

try {
  const claims = readClaims(process.argv.slice(2));
  if (claims === undefined) {
    console.log(usage);
  } else {
    const issuer = await openDevelopmentIssuer(readDataDir());
    console.log(await issuer.sign(claims));
  }
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}
