/** `npm run demo`: the service on the embedded database, with a sample day of three senders in it. */
import { developmentClaims } from '../access/development-claims.ts';
import { openDevelopmentIssuer } from '../access/development-issuer.ts';
import { developmentSenders } from '../access/development-senders.ts';
import { CannotStart, whyNotStarted } from '../cannot-start.ts';
import { type Config, readConfig, readDataDir } from '../config.ts';
import { CPR_SYSTEM } from '../cpr/cpr.ts';
import { createLog } from '../log.ts';
import { type RunningService, startService } from '../start-service.ts';
import { stopOnSignal } from '../stop-on-signal.ts';
import { dateOf } from '../time/zone.ts';
import { version } from '../version.ts';
import { createClient } from './demo/client.ts';
import { EXAMPLE_DAY } from './demo/example-state.ts';
import { findShown, OVERVIEW_PATH } from './demo/find-shown.ts';
import { loadCard } from './demo/load-card.ts';
import { loadExampleState } from './demo/load-example-state.ts';
import { loadSample } from './demo/load-sample.ts';
import { municipality } from './demo/municipality.ts';
import { people } from './demo/people.ts';
import { practice } from './demo/practice.ts';
import { region } from './demo/region.ts';
import { type Report, report } from './demo/report.ts';
import { sampleDays } from './demo/sample-days.ts';

const samples = [municipality, region, practice] as const;

/** A server's database and its issuers are somebody's; the demo keeps to its own. */
function readDemoConfig(): Config {
  const config = readConfig({
    LOG_LEVEL: 'warn',
    ...process.env,
    DATABASE_URL: '',
    DATABASE_URL_FILE: '',
    DATABASE_READ_URL: '',
    DATABASE_READ_URL_FILE: '',
  });
  if (config.tokenIssuers === undefined) return config;
  throw new CannotStart('The demo signs development tokens for test persons, so it does not run where TOKEN_ISSUERS is set: unset it');
}

async function fill({ dataDir, publicUrl }: Config, { deps, origin }: RunningService): Promise<Report> {
  const issuer = await openDevelopmentIssuer(dataDir);
  const days = sampleDays(dateOf(deps.clock()));
  const loaded: Report['loaded'][number][] = [];
  for (const sample of samples) {
    const { sector } = sample;
    const client = createClient(origin, await issuer.sign(developmentClaims({ role: 'sender', sector })));
    loaded.push({ name: developmentSenders[sector].name, loaded: await loadSample(client, sample, days) });
  }
  await loadExampleState(origin, await issuer.sign(developmentClaims({ role: 'admin' })), days.today);
  await loadCard(origin, (identity) => issuer.sign(developmentClaims(identity)));
  const person = people.nancy;
  const token = await issuer.sign(developmentClaims({ role: 'citizen', cpr: person.cpr, name: person.name }));
  const question = JSON.stringify({
    resourceType: 'Parameters',
    parameter: [{ name: 'patient', valueIdentifier: { system: CPR_SYSTEM, value: person.cpr } }],
  });
  return {
    loaded,
    person,
    shown: await findShown(origin, token, question),
    curl: `curl -s '${origin}${OVERVIEW_PATH}' -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/fhir+json' -d '${question}'`,
    addresses: [
      ['Pages', `${publicUrl}/ (sign in as ${person.name.split(' ')[0]}, a relative or a nurse)`],
      ['Map', `${publicUrl}/kommuner?dato=${EXAMPLE_DAY} (an example: which municipality is how far is made up)`],
      ['Metadata', `${publicUrl}/fhir/metadata`],
    ],
    environment: dataDir === readDataDir({}) ? '' : `DATA_DIR='${dataDir}' `,
    dataDir,
  };
}

let running: RunningService | undefined;
try {
  const config = readDemoConfig();
  console.log(`Aftaledeling ${version}: starting on the embedded database …\n`);
  const log = createLog(config.logLevel);
  running = await startService(config, log);
  stopOnSignal(running, log);
  console.log(report(await fill(config, running)));
} catch (cause) {
  console.error(whyNotStarted(cause));
  process.exitCode = 1;
  await running?.stop();
}
