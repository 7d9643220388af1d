/** Events as Parameters, with who recorded and withdrew them. Pure. */
import type { Parameters, ParametersParameter } from '../fhir/types.ts';
import type { AdoptionEventRow } from '../store/adoption-event.ts';

export const toParameters = (rows: readonly AdoptionEventRow[]): Parameters => ({
  resourceType: 'Parameters',
  ...(rows.length > 0 && { parameter: rows.map(toEvent) }),
});

const toEvent = (row: AdoptionEventRow): ParametersParameter => ({
  name: 'event',
  part: [
    { name: 'id', valueUuid: `urn:uuid:${row.id}` },
    { name: 'municipality', valueCode: row.municipality_code },
    { name: 'solution', valueCode: row.solution },
    { name: 'kind', valueCode: row.kind },
    { name: 'date', valueDate: row.event_date },
    ...(row.planned_date === null ? [] : [{ name: 'planned', valueDate: row.planned_date }]),
    { name: 'made-up', valueBoolean: row.made_up },
    { name: 'recorded', valueInstant: row.recorded_at.toISOString() },
    { name: 'recorded-by', valueString: row.recorded_by },
    ...(row.withdrawn_at === null || row.withdrawn_by === null
      ? []
      : [
          { name: 'withdrawn', valueInstant: row.withdrawn_at.toISOString() },
          { name: 'withdrawn-by', valueString: row.withdrawn_by },
        ]),
  ],
});
