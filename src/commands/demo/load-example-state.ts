/** Loads the example of a national state through the public API, marked as made up. Sent again, it changes nothing. */
import { z } from 'zod';
import type { LocalDate } from '../../time/zone.ts';
import { exampleState } from './example-state.ts';

const nationalSchema = z.object({ municipalities: z.array(z.object({ code: z.string() })) });

/**
 * @param today what happens after it is left out
 * @returns how many events there are
 * @throws Error where they are refused
 */
export async function loadExampleState(origin: string, token: string, today: LocalDate): Promise<number> {
  const { municipalities } = nationalSchema.parse(await (await fetch(`${origin}/kommuner.json`)).json());
  const events = exampleState(municipalities.map(({ code }) => code)).filter(({ date }) => date <= today);
  if (events.length === 0) return 0;
  const parameter = events.map(({ municipality, solution, kind, date, planned }) => ({
    name: 'event',
    part: [
      { name: 'municipality', valueCode: municipality },
      { name: 'solution', valueCode: solution },
      { name: 'kind', valueCode: kind },
      { name: 'date', valueDate: date },
      ...(planned === undefined ? [] : [{ name: 'planned', valueDate: planned }]),
      { name: 'made-up', valueBoolean: true },
    ],
  }));
  const response = await fetch(`${origin}/fhir/$adoption-record`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/fhir+json' },
    body: JSON.stringify({ resourceType: 'Parameters', parameter }),
  });
  if (!response.ok) throw new Error(`POST $adoption-record: ${response.status} ${await response.text()}`);
  return events.length;
}
