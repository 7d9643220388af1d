/** `POST $import-apd`: one APD-DK document, the format that the sector sends today. */
import { readApd } from '../apd/read-apd.ts';
import type { Call } from './carry-out.ts';
import { carryOutOne, storedOf } from './carry-out-one.ts';
import { readMessage } from './message.ts';
import type { Stored } from './plan.ts';
import type { CountedDeps } from './quality-counts.ts';

/** Identity is the encounter's id, so a replacement document is a new version of the appointment. */
export async function importApd(deps: CountedDeps, call: Call, xml: string): Promise<Stored> {
  const { appointment, findings } = readApd(xml);
  const read = readMessage(appointment, call.sender, deps.citizenIdOf);
  const message = { ...read, findings: [...findings, ...read.findings] };
  return storedOf(await carryOutOne(deps, call, { do: 'put', message, manner: { by: 'identity' } }));
}
