/** What of a citizen's visits cannot both be, or may not: for who plans. Pure. */
import type { Visit } from './visit.ts';

export interface Collision {
  /** `overlap`: both have the time; `may-overlap`: one is a window, or has no known end; `during-stay`: the citizen is admitted. */
  readonly kind: 'overlap' | 'may-overlap' | 'during-stay';
  readonly other: Visit;
}

/** Of each visit by its id; only those that have any. */
export function findCollisions(visits: readonly Visit[]): ReadonlyMap<string, readonly Collision[]> {
  const live = visits.filter(({ cancelled, time }) => !cancelled && time.kind !== 'day');
  const found = new Map<string, Collision[]>();
  const note = ({ id }: Visit, kind: Collision['kind'], other: Visit): void =>
    void found.set(id, [...(found.get(id) ?? []), { kind, other }]);
  for (const [index, one] of live.entries()) {
    for (const other of live.slice(index + 1)) {
      if (other.start >= endOf(one)) break;
      const kind = kindOf(one, other);
      if (kind === 'during-stay') {
        note(isStay(one) ? other : one, kind, isStay(one) ? one : other);
      } else {
        note(one, kind, other);
        note(other, kind, one);
      }
    }
  }
  return found;
}

const isStay = ({ time }: Visit): boolean => time.kind === 'multi-day';

function kindOf(one: Visit, other: Visit): Collision['kind'] {
  if (isStay(one) !== isStay(other)) return 'during-stay';
  return one.time.kind === 'window' || other.time.kind === 'window' ? 'may-overlap' : 'overlap';
}

/** A visit with no known end is there for its start alone. */
const endOf = ({ start, end }: Visit): Date => (end !== undefined && end > start ? end : new Date(start.getTime() + 1));
