/** Every municipality with how far it had come with a solution on a day. */
import type { AdoptionEventRow, Solution } from '../store/adoption-event.ts';
import type { Municipality } from '../store/municipality.ts';
import type { LocalDate } from '../time/zone.ts';
import type { Adoption } from './read-adoption.ts';
import { type AdoptionStatus, statusOn } from './status-on.ts';

export interface MunicipalityStatus extends Municipality {
  readonly status: AdoptionStatus;
}

export function nationalStatus({ municipalities, events }: Adoption, solution: Solution, date: LocalDate): MunicipalityStatus[] {
  const byCode = new Map<string, AdoptionEventRow[]>(municipalities.map(({ code }) => [code, []]));
  for (const event of events) if (event.solution === solution) byCode.get(event.municipality_code)?.push(event);
  return municipalities.map((municipality) => ({ ...municipality, status: statusOn(byCode.get(municipality.code) ?? [], date) }));
}
