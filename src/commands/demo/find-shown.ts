/** What one citizen is shown, by the overview of the public API: the texts that a client can show as they are. */
import { z } from 'zod';
import { EXT } from '../../fhir/extension.ts';

export interface Shown {
  /** Of time and place: `window home`. */
  readonly kind: string;
  readonly cancelled: boolean;
  readonly when: string;
  readonly where: string;
  readonly what: string;
}

const part = z.object({ url: z.string(), valueString: z.string().optional(), valueCode: z.string().optional() });
const overviewSchema = z.object({
  entry: z
    .array(
      z.object({
        resource: z.object({
          status: z.string(),
          extension: z.array(z.object({ url: z.string(), extension: z.array(part).default([]) })),
          reasonCode: z.array(z.object({ text: z.string().default('') })).default([]),
        }),
      }),
    )
    .default([]),
});

type Resource = z.infer<typeof overviewSchema>['entry'][number]['resource'];

const partOf = ({ extension }: Resource, url: string, name: 'kind' | 'text'): string => {
  const found = extension.find((one) => one.url === url)?.extension.find((one) => one.url === name);
  return found?.valueString ?? found?.valueCode ?? '';
};

export const OVERVIEW_PATH = '/fhir/Patient/$aftaleoversigt';

/** Soonest first, from today on. */
export async function findShown(origin: string, token: string, question: string): Promise<Shown[]> {
  const response = await fetch(origin + OVERVIEW_PATH, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/fhir+json' },
    body: question,
  });
  if (!response.ok) throw new Error(`The overview was answered with ${response.status}`);
  return overviewSchema.parse(await response.json()).entry.map(({ resource }) => ({
    kind: `${partOf(resource, EXT.visitTime, 'kind')} ${partOf(resource, EXT.meetingPlace, 'kind')}`,
    cancelled: resource.status === 'cancelled',
    when: partOf(resource, EXT.visitTime, 'text'),
    where: partOf(resource, EXT.meetingPlace, 'text'),
    what: resource.reasonCode[0]?.text ?? '',
  }));
}
