/**
 * The overview for a caller who may have it already. The tag is a hash of the content, so it changes exactly when that does. Where this
 * process gave the same caller the same tag, and nothing has been written since that the overview is made of, it is neither read nor rendered
 * again; the look is logged as any other.
 */
import { createHash } from 'node:crypto';
import type { Reader } from '../access/bind-citizen.ts';
import { etag, hasTag } from '../fhir/headers.ts';
import { readOverviewStamp } from '../store/overview-stamp.ts';
import { dateOf } from '../time/zone.ts';
import { decideLook, findLook, type Look, logLook, type OverviewDeps, renderOverview } from './find-overview.ts';
import type { KnownOverviews } from './known-overviews.ts';
import type { OverviewRequest } from './parse-overview.ts';

export interface ConditionalOverview {
  readonly etag: string;
  /** The searchset as JSON; undefined where the caller has it. */
  readonly overview: string | undefined;
}

/** @param tags `If-None-Match` */
export async function findConditionalOverview(
  deps: OverviewDeps,
  knownOverviews: KnownOverviews,
  { caller, request, requestId, tags }: { caller: Reader; request: OverviewRequest; requestId: string; tags: string | undefined },
): Promise<ConditionalOverview> {
  const look = await decideLook(deps, caller, request, requestId);
  // Who has none yet is not asked about again before the next call.
  const stamp = tags === undefined ? undefined : await readOverviewStamp(deps.db, look);
  const key = keyOf(look);
  const known = knownOverviews.get(key);
  if (known !== undefined && known.stamp === stamp && hasTag(tags, known.etag)) {
    await logLook(deps, look, known);
    return { etag: known.etag, overview: undefined };
  }
  const found = await findLook(deps, look);
  const overview = renderOverview(deps, look, found);
  const tag = etag(createHash('sha256').update(overview).digest('base64url'));
  const { rows, ...seen } = found;
  // The stamp is older than the content, never younger: what is written between the two makes it another.
  if (stamp !== undefined) knownOverviews.set(key, { ...seen, rows: rows.length, etag: tag, stamp });
  return { etag: tag, overview: hasTag(tags, tag) ? undefined : overview };
}

/** All that the same rows may differ by. */
const keyOf = ({ citizenId, request: { from, to }, now, visible, caller: { role } }: Look): string =>
  JSON.stringify([citizenId, from, to, dateOf(now), visible, role]);
