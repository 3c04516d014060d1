import { type Digraph, edgeKindBetween, isGate } from './digraph.ts';
import { edgeKinds } from './edge-list.ts';

/** Why one transaction of a cycle comes before the next: of several reasons the surest. */
export type StepKind = keyof typeof edgeKinds;

/** The order of transactions, as far as it is known. */
export type OrderedTransactions = Readonly<{
  graph: Digraph;
  /** The first `size` vertices of the graph are the transactions; the others are gates (see `Gates`) and moments. */
  size: number;
  /** All kinds of steps, the surest first: of several reasons for one edge, the first of these is told. */
  surest: readonly StepKind[];
  /** Whether one transaction was over before another began; null: real time is not looked at. */
  precedes: ((from: number, to: number) => boolean) | null;
}>;

/** Transactions that each come before the next, and the last before the first, so that they have no order. */
export type Cycle = Readonly<{ transactions: readonly number[]; kinds: readonly StepKind[] }>;

/**
 * The simple cycles in a closed walk through a dependency graph. A stretch through gates is one rw step. One through moments
 * is a step in real time, and so are several of them in a row, because real time is transitive. Where real time leads past
 * more than that, the shorter cycle is there as well.
 */
export function cyclesOfWalk(transactions: OrderedTransactions, walk: readonly number[]): readonly Cycle[] {
  const { size } = transactions;
  return simpleRounds(walk).flatMap((round) => {
    const first = round.findIndex((vertex) => vertex < size);
    if (first === -1) return [];
    const whole = withoutDetours(stepsOf(transactions, [...round.slice(first), ...round.slice(0, first)]));
    const short = withShortcuts(transactions, whole);
    return (short.length < whole.length ? [short, whole] : [whole]).flatMap((steps) => named(transactions, steps));
  });
}

/** A cycle of these steps, each with the surest reason there is. */
function named({ graph, surest }: OrderedTransactions, steps: readonly Step[]): readonly Cycle[] {
  if (steps.length < 2) return [];
  const kinds = steps.map(({ from, way }, place): StepKind => {
    const bits = edgeKindBetween(graph, from, steps[(place + 1) % steps.length]?.from ?? from);
    const kind = surest.find((name) => (bits & edgeKinds[name]) !== 0) ?? 'realtime';
    return way === 'edge' || surest.indexOf(kind) < surest.indexOf(way) ? kind : way;
  });
  return [{ transactions: steps.map(({ from }) => from), kinds }];
}

/** The name of a cycle, as Adya and Elle have it: by its rw steps, whether two are in a row, and its weakest reason. */
export function nameOfCycle({ kinds }: Cycle): string {
  const rwCount = kinds.filter((kind) => kind === 'rw').length;
  const isAdjacent = kinds.some((kind, place) => kind === 'rw' && kinds[(place + 1) % kinds.length] === 'rw');
  const has = (kind: StepKind): boolean => kinds.includes(kind);
  const suffix = has('realtime') ? '-realtime' : has('process') ? '-process' : '';
  if (rwCount === 1) return `G-single-item${suffix}`;
  if (rwCount > 1) return `${isAdjacent ? 'G2-item' : 'G-nonadjacent-item'}${suffix}`;
  return `${has('wr') ? 'G1c' : 'G0'}${suffix}`;
}

/** A step of a walk from a transaction to the next: along an edge, through gates, or through moments. */
type Step = Readonly<{ from: number; way: 'edge' | 'rw' | 'realtime' }>;

/** The steps of a round that begins with a transaction. */
function stepsOf({ graph, size }: OrderedTransactions, round: readonly number[]): readonly Step[] {
  return round.flatMap((from, place): readonly Step[] => {
    if (from >= size) return [];
    const next = round[place + 1] ?? 0; // behind the last comes the first, a transaction
    return [{ from, way: next < size ? 'edge' : isGate(graph, next) ? 'rw' : 'realtime' }];
  });
}

/** A walk that passes a vertex twice is cut there into two rounds, until each passes its vertices once. */
function simpleRounds(walk: readonly number[]): readonly (readonly number[])[] {
  const rounds: (readonly number[])[] = [];
  const open: number[] = [];
  const placeOf = new Map<number, number>();
  for (const vertex of walk) {
    const earlier = placeOf.get(vertex);
    if (earlier !== undefined) {
      const round = open.splice(earlier);
      for (const passed of round) placeOf.delete(passed);
      rounds.push(round);
    }
    placeOf.set(vertex, open.length);
    open.push(vertex);
  }
  return [...rounds, open].filter((round) => round.length > 1);
}

/** A transaction between two steps in real time is left out: what they say together holds without it. */
function withoutDetours(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ way }, place) => way !== 'realtime' || steps.at(place - 1)?.way !== 'realtime');
}

/**
 * The same cycle with one step in real time for each stretch that real time covers. Stretches lie between rw steps; in a cycle
 * without any, between the steps that go back in time.
 */
function withShortcuts({ graph, precedes }: OrderedTransactions, steps: readonly Step[]): readonly Step[] {
  if (precedes === null) return steps;
  const after = (place: number): number => steps[(place + 1) % steps.length]?.from ?? 0;
  const base = edgeKinds.ww | edgeKinds.wr | edgeKinds.process;
  const isRw = ({ from, way }: Step, place: number): boolean =>
    way === 'rw' || (way === 'edge' && (edgeKindBetween(graph, from, after(place)) & base) === 0);
  const isBack = ({ from }: Step, place: number): boolean => precedes(after(place), from);
  const isEnd = steps.map(steps.some(isRw) ? isRw : isBack);
  const last = isEnd.lastIndexOf(true);
  if (last === -1) return steps;
  const turned = [...steps.slice(last + 1), ...steps.slice(0, last + 1)];
  const turnedEnds = [...isEnd.slice(last + 1), ...isEnd.slice(0, last + 1)];
  const short: Step[] = [];
  let begin = 0;
  for (const [place, step] of turned.entries()) {
    if (turnedEnds[place] !== true) continue;
    const first = turned[begin];
    if (first && precedes(first.from, step.from)) short.push({ from: first.from, way: 'realtime' }, step);
    else short.push(...turned.slice(begin, place + 1));
    begin = place + 1;
  }
  return short;
}
