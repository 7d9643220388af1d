/** Senders of two vendors, and a winter of made-up counts of what they sent. */
import { enterSender, type SenderRow } from '../../src/store/sender.ts';
import { addQualityCounts, type QualityCount, type QualityMeasure } from '../../src/store/sender-quality.ts';
import type { LocalDate } from '../../src/time/zone.ts';
import type { TestService } from '../support/service.ts';

const sender = (id: string, name: string, vendor: string, municipality: string): SenderRow => ({
  id,
  sector: 'municipal',
  name,
  practice_kind: null,
  sor: null,
  cvr: null,
  vendor,
  policy: {},
  entered_at: new Date('2025-01-01T00:00:00Z'),
  municipality_code: municipality,
  region: null,
  contact: [],
  active: true,
  system_name: vendor === 'Systematic' ? 'Cura' : 'Nexus',
  system_version: '12.4',
  system_active: true,
  version: 1,
  changed_at: new Date('2025-01-01T00:00:00Z'),
  changed_by: null,
});

export const odense = sender('odense-cura', 'Odense Kommune', 'Systematic', '0461');
export const aarhus = sender('aarhus-cura', 'Aarhus Kommune', 'Systematic', '0751');
export const aalborg = sender('aalborg-nexus', 'Aalborg Kommune', 'KMD', '0851');
export const svendborg = sender('svendborg-nexus', 'Svendborg Kommune', 'KMD', '0479');

type Line = readonly [sender: SenderRow, date: string, measure: QualityMeasure, name: string, count: number];

const february: readonly Line[] = [
  [odense, '2026-02-03', 'message', 'created', 600],
  [odense, '2026-02-10', 'message', 'updated', 400],
  [odense, '2026-02-10', 'message', 'refused', 12],
  [odense, '2026-02-10', 'refused', 'base-binding', 7],
  [odense, '2026-02-10', 'refused', 'citizen-number', 5],
  [odense, '2026-02-11', 'message', 'refused', 2],
  [odense, '2026-02-11', 'refused', 'time-end-before-start', 2],
  [odense, '2026-02-10', 'refused', 'quarantined', 12],
  [odense, '2026-02-03', 'told', 'place-of-performer', 150],
  [odense, '2026-02-10', 'told', 'place-of-performer', 50],
  [odense, '2026-02-03', 'told', 'time-end-unknown', 30],
  [odense, '2026-02-10', 'told', 'time-end-unknown', 1],
  [odense, '2026-02-10', 'told', 'time-placeholder', 2],
  [odense, '2026-02-03', 'lag', '10', 500],
  [odense, '2026-02-03', 'lag', '30', 40],
  [aarhus, '2026-02-04', 'message', 'created', 2000],
  [aarhus, '2026-02-04', 'told', 'place-of-performer', 900],
  [aarhus, '2026-02-04', 'told', 'time-placeholder', 40],
  [aalborg, '2026-02-04', 'message', 'created', 500],
  [aalborg, '2026-02-04', 'told', 'place-of-performer', 5],
  [aalborg, '2026-02-04', 'told', 'time-window-without-length', 250],
  [svendborg, '2026-02-05', 'message', 'created', 300],
];

const january: readonly Line[] = [
  [odense, '2026-01-15', 'message', 'created', 1000],
  [odense, '2026-01-15', 'told', 'place-of-performer', 500],
];

export async function enterMonths({ deps }: TestService): Promise<void> {
  for (const one of [odense, aarhus, aalborg, svendborg]) await enterSender(deps.db, one);
  const counts = [...february, ...january].map(
    ([{ id }, date, measure, name, count]): QualityCount => ({ senderId: id, date: date as LocalDate, measure, name, count }),
  );
  await addQualityCounts(deps.db, counts);
}
