/** What the searches of readers and of senders have in common: links, cursors and the form of a page. */
import type { Caller } from '../access/caller.ts';
import { refuseCprInAddress } from '../fhir/address.ts';
import { type Match, searchset } from '../fhir/bundle.ts';
import { openCursor, type Position, sealCursor } from '../fhir/cursor.ts';
import type { AppointmentSearch } from '../fhir/search.ts';
import { toSubset } from '../fhir/subset.ts';
import type { OperationOutcome } from '../fhir/types.ts';

export interface PageContext {
  readonly publicUrl: string;
  readonly cursorKey: Buffer;
  readonly caller: Caller;
  readonly search: AppointmentSearch;
  /** The citizen, where the search is about one by name or by the caller's own right. */
  readonly citizenId: string | undefined;
}

export interface FoundPage {
  /** One more than a page takes, where there is more. */
  readonly found: readonly { readonly id: string; readonly json: string; readonly position: Position }[];
  readonly total: number | undefined;
  readonly includes?: readonly Match[];
  readonly outcome?: OperationOutcome | undefined;
}

const understoodOf = ({ search, citizenId }: PageContext): [string, string][] => [
  ...(citizenId === undefined ? [] : [['patient', `Patient/${citizenId}`] as [string, string]]),
  ...search.understood.map(([name, value]): [string, string] => [name, value]),
];

const boundTo = (context: PageContext): string => JSON.stringify([context.caller.role, context.caller.subject, understoodOf(context)]);

/** Where the page begins; undefined for the first. */
export const startOfPage = (context: PageContext): Position | undefined =>
  context.search.cursor === undefined ? undefined : openCursor(context.cursorKey, boundTo(context), context.search.cursor);

/** Rows to ask the database for. */
export const rowsForPage = ({ count }: AppointmentSearch): number => (count === 0 ? 0 : count + 1);

export function toPage(context: PageContext, { found, total, includes = [], outcome }: FoundPage): string {
  const { publicUrl, search } = context;
  const page = found.slice(0, search.count);
  const last = page.at(-1);
  const next =
    found.length > page.length && last !== undefined ? sealCursor(context.cursorKey, boundTo(context), last.position) : undefined;
  const linkTo = (cursor: string | undefined): string => {
    const query = new URLSearchParams(
      cursor === undefined ? understoodOf(context) : [...understoodOf(context), ['_cursor', cursor]],
    ).toString();
    const url = `${publicUrl}/fhir/Appointment${query === '' ? '' : `?${query}`}`;
    refuseCprInAddress(url);
    return url;
  };
  const matches = page.map(({ id, json }) => ({ fullUrl: `${publicUrl}/fhir/Appointment/${id}`, resource: partOf(json, search) }));
  return searchset(linkTo(search.cursor), matches, {
    total: search.total ? total : null,
    includes: page.length === 0 ? [] : includes,
    outcome,
    next: next === undefined ? undefined : linkTo(next),
  });
}

const partOf = (json: string, { subset }: AppointmentSearch): string =>
  subset === undefined ? json : JSON.stringify(toSubset(JSON.parse(json), subset));
