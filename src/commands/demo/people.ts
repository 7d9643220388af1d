/** MedCom's published test persons; the demo and the tests use no other number. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Person {
  readonly cpr: string;
  readonly name: string;
}

const { persons } = z
  .object({ persons: z.array(z.object({ cpr: z.string(), name: z.string() })) })
  .parse(JSON.parse(readFileSync(new URL('./test-persons.json', import.meta.url), 'utf8')));

function personOf(cpr: string): Person {
  const found = persons.find((person) => person.cpr === cpr);
  if (found === undefined) throw new Error('Not one of the published test persons');
  return found;
}

export const people = {
  nancy: personOf('2512489996'),
  bruno: personOf('2509479989'),
  caesar: personOf('2311143995'),
  aage: personOf('0211223989'),
  else: personOf('0201919990'),
  lonni: personOf('0201609996'),
  einer: personOf('0201609995'),
  max: personOf('0107729995'),
  kirsten: personOf('2911829996'),
  rikke: personOf('0505209996'),
  mayJune: personOf('0108629996'),
  niels: personOf('3001749995'),
  bo: personOf('0212159995'),
} as const;
