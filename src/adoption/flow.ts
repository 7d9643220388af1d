/**
 * A table and its margins as a flow round a network: each cell is an edge, and where wholes are the sums of their parts the flow that
 * comes to a node leaves it. Whatever an onlooker cannot tell from the published cells is a way to shift flow round a circle of edges that
 * are not published.
 * @see Gordon Sande, L. H. Cox: network models of complementary suppression; the intervals they give are exact and whole
 */

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly value: number;
  /** What it holds at least, as every onlooker knows. */
  readonly floor: number;
  /** Not published; else it stands still. */
  open: boolean;
  /** What is lost where it is opened. */
  readonly price: number;
}

type Step = { readonly edge: Edge; readonly node: string };

/**
 * The cheapest circle through an edge along which its flow can change by `change` (negative: shrink), as the edges of it that would have
 * to be opened; none where there is no circle.
 */
export function findCircle(edges: readonly Edge[], target: Edge, change: number): Edge[] {
  const amount = Math.abs(change);
  const [start, goal] = change > 0 ? [target.to, target.from] : [target.from, target.to];
  const steps = stepsFrom(edges, target, amount);
  const best = new Map<string, number>([[start, 0]]);
  const came = new Map<string, Step>();
  const waiting = new Set([start]);
  const done = new Set<string>();
  while (waiting.size > 0) {
    const node = nearest(waiting, best);
    waiting.delete(node);
    if (node === goal) return opened(came, start, goal);
    done.add(node);
    const soFar = best.get(node) ?? 0;
    for (const { edge, node: next } of steps.get(node) ?? []) {
      const cost = soFar + LENGTH + (edge.open ? 0 : edge.price);
      if (done.has(next) || cost >= (best.get(next) ?? Number.POSITIVE_INFINITY)) continue;
      best.set(next, cost);
      came.set(next, { edge, node });
      waiting.add(next);
    }
  }
  return [];
}

/** Of circles that cost the same, the short one. */
const LENGTH = 1e-6;

/** An edge can always hold more; less, as long as it stays above its floor. */
function stepsFrom(edges: readonly Edge[], target: Edge, amount: number): ReadonlyMap<string, readonly Step[]> {
  const steps = new Map<string, Step[]>();
  const add = (from: string, edge: Edge, node: string): void => {
    const known = steps.get(from);
    if (known === undefined) steps.set(from, [{ edge, node }]);
    else known.push({ edge, node });
  };
  for (const edge of edges) {
    if (edge === target) continue;
    add(edge.from, edge, edge.to);
    if (edge.value - amount >= edge.floor) add(edge.to, edge, edge.from);
  }
  return steps;
}

function nearest(waiting: ReadonlySet<string>, best: ReadonlyMap<string, number>): string {
  let found = '';
  let least = Number.POSITIVE_INFINITY;
  for (const node of waiting) {
    const cost = best.get(node) ?? Number.POSITIVE_INFINITY;
    if (cost < least) [found, least] = [node, cost];
  }
  return found;
}

function opened(came: ReadonlyMap<string, Step>, start: string, goal: string): Edge[] {
  const path: Edge[] = [];
  for (let node = goal; node !== start; ) {
    const step = came.get(node);
    if (step === undefined) break;
    if (!step.edge.open) path.push(step.edge);
    node = step.node;
  }
  return path;
}
