/** Counts added up: what became of what was sent, and how often each rule was met. Pure. */
import { quantile } from '../adoption/lag-steps.ts';
import type { QualityCount } from '../store/sender-quality.ts';

/** What became of a message. */
export const outcomes = ['created', 'revived', 'updated', 'unchanged', 'deleted', 'refused'] as const;
export type Outcome = (typeof outcomes)[number];

export interface QualityFigures {
  readonly messages: Readonly<Record<Outcome, number>>;
  /** New versions: what the rules that are told of are counted among. */
  readonly versions: number;
  /** Versions that were told of something. */
  readonly doubted: number;
  /** By rule. */
  readonly told: ReadonlyMap<string, number>;
  /** By rule, or by the code of an issue that none is behind. */
  readonly refused: ReadonlyMap<string, number>;
  /** Versions by the step of their lag. */
  readonly lag: ReadonlyMap<number, number>;
}

export function addUp(counts: readonly QualityCount[]): QualityFigures {
  const message = new Map<string, number>();
  const told = new Map<string, number>();
  const refused = new Map<string, number>();
  const lag = new Map<number, number>();
  for (const { measure, name, count } of counts) {
    switch (measure) {
      case 'message':
        add(message, name, count);
        break;
      case 'told':
        add(told, name, count);
        break;
      case 'refused':
        add(refused, name, count);
        break;
      case 'lag':
        add(lag, Number(name), count);
        break;
      default:
        measure satisfies never;
    }
  }
  const of = (name: string): number => message.get(name) ?? 0;
  const messages = Object.fromEntries(outcomes.map((outcome) => [outcome, of(outcome)])) as Record<Outcome, number>;
  return { messages, versions: of('created') + of('revived') + of('updated'), doubted: of('doubted'), told, refused, lag };
}

function add<K>(counts: Map<K, number>, key: K, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

export const totalOf = ({ messages }: QualityFigures): number => outcomes.reduce((sum, outcome) => sum + messages[outcome], 0);

/** Seconds; undefined where no version told when its source changed. */
export const lagAt = ({ lag }: Pick<QualityFigures, 'lag'>, share: number): number | undefined =>
  lag.size === 0 ? undefined : quantile(lag, share);
