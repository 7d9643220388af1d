/** All that made an appointment shown or hidden, as far as it is known. */
import type { Placed } from '../derive/place-exceptions.ts';
import type { Kept } from '../ingest/kept.ts';
import type { Occurrence } from '../time/occurrence.ts';
import type { Decision, Showing } from './decision.ts';

export interface Explanation {
  readonly kind: Kept['kind'] | 'occurrence';
  readonly decision: Decision;
  /** What was asked about; of an occurrence, its series. */
  readonly asked: Kept;
  readonly series?: Kept | undefined;
  /** As the series has it, before any exception. */
  readonly planned?: (Occurrence & { readonly excluded: boolean }) | undefined;
  readonly showing?: Showing | undefined;
  /** Of a series all of them; of an occurrence those that are of it. */
  readonly exceptions: readonly Placed[];
  /** Of a series: the starts of its occurrences in sight. */
  readonly shownStarts?: readonly Date[] | undefined;
}
