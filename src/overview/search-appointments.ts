/** `Appointment/_search` by a reader: occurrences and single appointments of one citizen. */
import { auditEntry } from '../access/audit.ts';
import { bindCitizen, type Reader } from '../access/bind-citizen.ts';
import { decideVisible } from '../access/decide-visible.ts';
import { searchset } from '../fhir/bundle.ts';
import { findOccurrences } from '../store/occurrence.ts';
import type { OverviewDeps } from './find-overview.ts';
import type { SearchRequest } from './parse-search.ts';
import { occurrenceId, renderOccurrence } from './render-occurrence.ts';
import { sightAt } from './sight.ts';
import { withholdingNotice } from './withholding-notice.ts';

/** The searchset as JSON; it is given once its line in the log is on disk. */
export async function searchAppointments(deps: OverviewDeps, caller: Reader, request: SearchRequest, requestId: string): Promise<string> {
  const { db, clock, citizenIdOf, publicUrl } = deps;
  const now = clock();
  const citizenId = bindCitizen(caller, request.asked, { citizenIdOf, now });
  const visible = decideVisible(caller, await deps.senders.all());
  const { start, end } = request.range;
  const { rows: touching, withheld } = await findOccurrences(db, visible, sightAt(now, deps.windowDays), {
    citizenId,
    range: request.range,
  });
  const rows = touching.filter((row) => row.starts_at >= start && row.starts_at < end);
  await deps.appendAudit(
    auditEntry(
      {
        caller,
        interaction: 'search',
        resourceType: 'Appointment',
        citizenId,
        rows: rows.length,
        withheld,
        requestId,
      },
      { ...deps, now },
    ),
  );
  const self = new URLSearchParams([['patient', `Patient/${citizenId}`], ...request.self]);
  return searchset(
    `${publicUrl}/fhir/Appointment?${self}`,
    rows.map((row) => ({ fullUrl: `${publicUrl}/fhir/Appointment/${occurrenceId(row)}`, resource: renderOccurrence(row) })),
    {
      outcome: caller.role === 'professional' ? withholdingNotice : undefined,
    },
  );
}
