/** `POST $import-apd`: one APD-DK document, the format that the sector sends today. */
import { readApd } from '../apd/read-apd.ts';
import { type Call, carryOut, type IngestDeps } from './carry-out.ts';
import { readMessage } from './message.ts';
import type { Stored } from './plan.ts';

/** Identity is the encounter's id, so a replacement document is a new version of the appointment. */
export async function importApd(deps: IngestDeps, call: Call, xml: string): Promise<Stored> {
  const { appointment, findings } = readApd(xml);
  const read = readMessage(appointment, call.sender, deps.citizenIdOf);
  const message = { ...read, findings: [...findings, ...read.findings] };
  const [stored] = await carryOut(deps, call, [{ do: 'put', message, manner: { by: 'identity' } }]);
  if (stored === undefined) throw new Error('a write came to nothing');
  return stored;
}
