/** A sender's search: what it posted itself, as received. */
import { auditEntry } from '../access/audit.ts';
import type { SenderCaller } from '../access/caller.ts';
import { searchset } from '../fhir/bundle.ts';
import { fault } from '../fhir/fault.ts';
import { parseToken } from '../fhir/token.ts';
import type { Appointment } from '../fhir/types.ts';
import { withServerElements } from '../normalise/server-elements.ts';
import { findOwnAppointments } from '../store/appointment.ts';
import type { OverviewDeps } from './find-overview.ts';
import { parseSearch } from './parse-search.ts';

/** The searchset as JSON. A sender narrows it by citizen, date or its own identifier. */
export async function searchOwn(
  deps: OverviewDeps,
  caller: SenderCaller,
  query: URLSearchParams,
  strict: boolean,
  requestId: string,
): Promise<string> {
  const identifiers = query.getAll('identifier');
  const rest = new URLSearchParams([...query].filter(([name]) => name !== 'identifier'));
  const { asked, range, self } = parseSearch(rest, strict);
  const citizenId = asked === undefined ? undefined : 'citizenId' in asked ? asked.citizenId : deps.citizenIdOf(asked.identifier);
  if (citizenId === undefined && identifiers.length === 0) {
    throw fault('required', 'Narrow the search by patient or identifier', { expression: 'patient' });
  }
  const rows = await findOwnAppointments(deps.db, {
    senderId: caller.senderId,
    citizenId,
    identifiers: identifiers.map(toIdentifier),
    range,
  });
  const now = deps.clock();
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.citizen_id, (counts.get(row.citizen_id) ?? 0) + 1);
  await Promise.all(
    [...counts].map(([citizen, count]) =>
      deps.appendAudit(
        auditEntry(
          { caller, interaction: 'search', resourceType: 'Appointment', citizenId: citizen, rows: count, withheld: false, requestId },
          { ...deps, now },
        ),
      ),
    ),
  );
  const understood = new URLSearchParams([
    ...(citizenId === undefined ? [] : [['patient', `Patient/${citizenId}`] as [string, string]]),
    ...identifiers.map((identifier): [string, string] => ['identifier', identifier]),
    ...self,
  ]);
  return searchset(
    `${deps.publicUrl}/fhir/Appointment?${understood}`,
    rows.map((row) => ({
      fullUrl: `${deps.publicUrl}/fhir/Appointment/${row.id}`,
      resource: JSON.stringify(
        withServerElements(JSON.parse(row.resource ?? '') as Appointment, {
          id: row.id,
          version: row.version,
          updatedAt: row.updated_at,
          kind: row.kind,
        }),
      ),
    })),
  );
}

function toIdentifier(text: string): { system: string; value: string } {
  const token = parseToken(text);
  if (token === undefined) throw fault('value', 'Give an identifier as {system}|{value}', { expression: 'identifier' });
  return token;
}
