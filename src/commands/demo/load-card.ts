/** Loads the citizen's card through the public API: registers first, then people. Sent again, it changes nothing. */
import { z } from 'zod';
import type { DevelopmentIdentity } from '../../access/development-claims.ts';
import { developmentSenders } from '../../access/development-senders.ts';
import { people } from './people.ts';
import { dentist, registerItems, relative, telephones } from './sample-card.ts';

const cardSchema = z.object({ entry: z.array(z.object({ resource: z.object({ resourceType: z.string(), id: z.string().optional() }) })) });

const { nancy } = people;
const { name, sor, cvr } = developmentSenders.municipal;
const citizen: DevelopmentIdentity = { role: 'citizen', cpr: nancy.cpr, name: nancy.name };
const nurse: DevelopmentIdentity = { role: 'professional', name, personId: 'development-home-nurse', sor, cvr };

/**
 * @param tokenOf a bearer token of one who is what it says
 * @throws Error where something is refused
 */
export async function loadCard(origin: string, tokenOf: (identity: DevelopmentIdentity) => Promise<string>): Promise<void> {
  async function send(identity: DevelopmentIdentity, method: string, path: string, body: object, type = 'application/fhir+json') {
    const headers = { Authorization: `Bearer ${await tokenOf(identity)}`, 'Content-Type': type };
    const response = await fetch(`${origin}/fhir/${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  }
  for (const { register, key, resource } of registerItems) {
    await send({ role: 'register', register }, 'PUT', `${resource.resourceType}?identifier=${encodeURIComponent(key)}`, resource);
  }
  const card = cardSchema.parse(JSON.parse(await send(citizen, 'POST', 'Patient/$stamkort', { resourceType: 'Parameters' })));
  const resources = card.entry.map(({ resource }) => resource);
  // What people typed in is theirs to change: it is typed in for them once.
  if (resources.some(({ resourceType }) => resourceType === 'RelatedPerson' || resourceType === 'CareTeam')) return;
  await send(citizen, 'POST', 'RelatedPerson', relative);
  await send(citizen, 'POST', 'CareTeam', dentist);
  const id = resources.find(({ resourceType }) => resourceType === 'Patient')?.id ?? '';
  const patch = 'application/json-patch+json';
  await send(citizen, 'PATCH', `Patient/${id}`, telephones.own, patch);
  await send(nurse, 'PATCH', `Patient/${id}`, telephones.corrected, patch);
}
