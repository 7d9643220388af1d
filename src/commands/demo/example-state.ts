/**
 * An example of a national state: the totals that were told in February 2024 (80 of 98 municipalities share appointments; 94 have the card
 * installed and 79 use it; some lack a schedule). Which municipality is in which state, and when it came there, is made up. Pure.
 */
import { createHash } from 'node:crypto';
import type { AdoptionEventKind, Solution } from '../../store/adoption-event.ts';
import { addDays, type LocalDate } from '../../time/zone.ts';

export interface ExampleEvent {
  readonly municipality: string;
  readonly solution: Solution;
  readonly kind: AdoptionEventKind;
  readonly date: LocalDate;
  readonly planned?: LocalDate;
}

/** How many of the 98 had come how far, counted from the front: each number holds those before it. */
interface Totals {
  readonly first: LocalDate;
  readonly last: LocalDate;
  readonly inUse: number;
  readonly installed: number;
  readonly scheduled: number;
}

export const EXAMPLE_DAY = '2024-02-21' as LocalDate;

const totals: Readonly<Record<Solution, Totals>> = {
  aftaler: { first: '2022-06-01' as LocalDate, last: EXAMPLE_DAY, inUse: 80, installed: 86, scheduled: 92 },
  stamkort: { first: '2022-10-03' as LocalDate, last: '2024-02-14' as LocalDate, inUse: 79, installed: 94, scheduled: 96 },
};

/** The same for the same codes. */
export const exampleState = (codes: readonly string[]): ExampleEvent[] =>
  (['aftaler', 'stamkort'] as const).flatMap((solution) =>
    shuffled(codes, solution).flatMap((municipality, rank) => eventsOf(municipality, solution, rank)),
  );

const numberOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);

const shuffled = (codes: readonly string[], solution: Solution): string[] =>
  [...codes].sort((a, b) => numberOf(solution + a) - numberOf(solution + b) || a.localeCompare(b));

function eventsOf(municipality: string, solution: Solution, rank: number): ExampleEvent[] {
  const { first, last, inUse, installed, scheduled } = totals[solution];
  const about = numberOf(`${municipality}${solution}days`);
  const days = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000);
  // Those in use came one by one, the last on the last day; the others have their day ahead.
  const used = addDays(first, rank < inUse ? Math.round((rank * days) / (inUse - 1)) : days + 20 + (about % 300));
  const planned = addDays(used, rank < inUse ? -(about % 60) : 0);
  const told = { municipality, solution };
  return [
    ...(rank < scheduled
      ? [{ ...told, kind: 'schedule-given', date: atMost(addDays(used, -150 - (about % 90)), last), planned } as const]
      : []),
    ...(rank < installed
      ? [{ ...told, kind: 'technically-installed', date: atMost(addDays(used, -20 - (about % 40)), last) } as const]
      : []),
    ...(rank < inUse ? [{ ...told, kind: 'in-use', date: used } as const] : []),
  ];
}

const atMost = (date: LocalDate, last: LocalDate): LocalDate => (date < last ? date : last);
