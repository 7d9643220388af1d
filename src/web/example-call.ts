/** The call that the front page shows, asked as the citizen it is about and by the API's own recipe. For development: it needs no token. */
import type { CitizenCaller } from '../access/caller.ts';
import { developmentClaims } from '../access/development-claims.ts';
import { parseCaller } from '../access/parse-caller.ts';
import { CPR_SYSTEM } from '../cpr/cpr.ts';
import { findOverview, type OverviewDeps } from '../overview/find-overview.ts';
import { parseOverviewParameters } from '../overview/parse-overview.ts';

/** One of MedCom's published test persons. */
export const EXAMPLE_CPR = '2512489996';

export const exampleQuestion = {
  resourceType: 'Parameters',
  parameter: [{ name: 'patient', valueIdentifier: { system: CPR_SYSTEM, value: EXAMPLE_CPR } }],
};

/** As a terminal takes it, with a token of the development issuer. */
export const exampleLine = (publicUrl: string): string => `TOKEN=$(npm run token -- --role citizen --cpr ${EXAMPLE_CPR} | tail -1)
curl -s '${publicUrl}/fhir/Patient/$aftaleoversigt' \\
  -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/fhir+json' \\
  -d '${JSON.stringify(exampleQuestion)}'`;

/** The searchset as JSON; the look is in the citizen's log, as any. */
export const askExample = (deps: OverviewDeps, requestId: string): Promise<string> =>
  findOverview(deps, exampleCaller(), parseOverviewParameters(exampleQuestion), requestId);

function exampleCaller(): CitizenCaller {
  const claims = developmentClaims({ role: 'citizen', cpr: EXAMPLE_CPR });
  const caller = parseCaller({ ...claims, client_id: 'aftaledeling-sider', jti: 'example' }, true);
  if ('wrong' in caller || caller.role !== 'citizen') throw new Error('the example is no citizen');
  return caller;
}
