/** What somebody did with a citizen's data, in the citizen's own language. */
import type { AuditLine } from './audit-line.ts';

const operations: Readonly<Record<string, string>> = {
  $aftaleoversigt: 'Opslag i aftaleoversigten',
  $stamkort: 'Opslag i stamkortet',
  '$import-pdc': 'Overførsel af stamkortet fra et lokalt system',
  $explain: 'Afsenderens opslag i en aftales forklaring',
};

const things: Readonly<Record<string, string>> = {
  Appointment: 'aftaler',
  AuditEvent: 'loggen',
  Consent: 'spærringer',
  Patient: 'stamoplysninger',
  RelatedPerson: 'pårørende i stamkortet',
  CareTeam: 'tandlægen i stamkortet',
  Coverage: 'sygesikringsgruppen i stamkortet',
  Organization: 'egen læge i stamkortet',
  Observation: 'registreringer i stamkortet',
  Flag: 'fravalg af genoplivning i stamkortet',
  Provenance: 'hvem der har indtastet i stamkortet',
};

const verbs = {
  create: 'Oprettelse i',
  read: 'Opslag i',
  vread: 'Opslag i tidligere versioner af',
  history: 'Opslag i tidligere versioner af',
  search: 'Søgning i',
  update: 'Ændring i',
  delete: 'Sletning i',
} as const satisfies Record<Exclude<AuditLine['interaction'], 'operation'>, string>;

export function accessText({ interaction, operation, type, override, denied }: AuditLine): string {
  const what =
    interaction === 'operation'
      ? (operations[operation ?? ''] ?? `Opslag (${operation})`)
      : `${verbs[interaction]} ${things[type] ?? type}`;
  if (denied === true) return `${what}, afvist: intet blev vist`;
  return override === undefined
    ? what
    : `${what}, forbi spærringer (${override.code === 'consent' ? 'med samtykke' : 'i en akut situation'})`;
}
