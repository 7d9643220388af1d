/** What a wire form says of a series beyond its zone, start and length. */
import type { WallTime } from '../time/zone.ts';
import type { RecurrenceRule } from './rule.ts';
import type { Excluded } from './series.ts';

export interface Recurrence {
  readonly rule: RecurrenceRule | undefined;
  /** As sent: local times or instants, in any order, perhaps twice, perhaps times of the rule too. */
  readonly rdates: readonly (WallTime | Date)[];
  readonly excluded: Excluded;
}
