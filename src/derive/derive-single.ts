import { sharing } from '../normalise/status.ts';
import { touchesUntil } from '../normalise/visit-time.ts';
import type { DerivedOccurrence, Member, Tails } from './derived.ts';
import { hiddenFrom } from './hidden-from.ts';
import { renderTails } from './render-tails.ts';

/** An appointment that is no part of a series known to us: at most one occurrence, under its own id. */
export function deriveSingle(member: Member): { tails: Tails; occurrences: DerivedOccurrence[] } {
  const { id, citizenId, version, updatedAt, changed, said } = member;
  const tails = renderTails(said, { citizenId, versionId: String(version), updatedAt, changed });
  const how = sharing(said.appointment.status);
  const shown = how === 'shared' || how === 'shared-as-cancelled';
  if (!shown || said.timing === undefined || said.exceptionOf !== undefined) return { tails, occurrences: [] };
  const { start, end } = said.timing;
  return {
    tails,
    occurrences: [
      {
        originalStart: start,
        appointmentId: id,
        contentId: id,
        start,
        end,
        touchesUntil: touchesUntil(said.timing),
        recurrenceId: undefined,
        status: said.appointment.status ?? 'booked',
        kind: said.grouped ? 'grouped' : 'single',
        hiddenFrom: member.cancelledAt === undefined ? undefined : hiddenFrom(member.cancelledAt),
      },
    ],
  };
}
