/** What a reader of `/kvalitet` asks for, as the address says it; and of whom they may ask. */
import type { AdminCaller, CoordinatorCaller } from '../../access/caller.ts';
import { fault } from '../../fhir/fault.ts';
import type { Granularity } from '../../quality/period.ts';
import type { SenderRow } from '../../store/sender.ts';
import { type Month, monthOf, parseMonth } from '../../time/month.ts';
import type { LocalDate } from '../../time/zone.ts';
import { SignInNeeded, type Visitor } from '../page.ts';

export interface QualityView {
  readonly month: Month;
  readonly by: Granularity;
  readonly today: LocalDate;
}

const words: Readonly<Record<string, Granularity>> = { dag: 'day', uge: 'week', maaned: 'month' };
export const wordOf: Readonly<Record<Granularity, string>> = { day: 'dag', week: 'uge', month: 'maaned' };

/** Nothing is known of months to come: they are told as the one that is. @throws Fault 400 for one that does not exist */
export function parseQualityView(query: URLSearchParams, today: LocalDate): QualityView {
  const text = query.get('maaned') ?? '';
  const now = monthOf(today);
  const month = text === '' ? now : parseMonth(text);
  if (month === undefined) throw fault('value', 'maaned is a month, YYYY-MM');
  const isToCome = month > now;
  return { month: isToCome ? now : month, by: words[query.get('pr') ?? ''] ?? 'month', today };
}

/** Only what is not usual stands in an address. */
export function queryOf({ month, by, today }: QualityView): string {
  const told = new URLSearchParams({ ...(month !== monthOf(today) && { maaned: month }), ...(by !== 'month' && { pr: wordOf[by] }) });
  return told.size === 0 ? '' : `?${told}`;
}

export const senderAddress = (view: QualityView, id: string, form = ''): string =>
  `/kvalitet/${encodeURIComponent(id)}${form}${queryOf(view)}`;

export type QualityReader = AdminCaller | CoordinatorCaller;

/** @throws SignInNeeded; Fault 403 for one of another role */
export function qualityReaderOf({ caller }: Pick<Visitor, 'caller'>): QualityReader {
  if (caller === undefined) throw new SignInNeeded();
  if (caller.role !== 'admin' && caller.role !== 'coordinator') {
    throw fault('forbidden', 'This page is for coordinators and administrators');
  }
  return caller;
}

/** An administrator every sender, a coordinator those of the own municipality. */
export const maySee = (reader: QualityReader, { municipality_code }: Pick<SenderRow, 'municipality_code'>): boolean =>
  reader.role === 'admin' || municipality_code === reader.municipality;
