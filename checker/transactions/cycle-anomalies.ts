import { anomaliesImpliedBy } from './anomaly-names.ts';
import { components } from './components.ts';
import { consistencyModel, modelsRuledOutBy } from './consistency-models.ts';
import { type Cycle, cyclesOfWalk, nameOfCycle, type OrderedTransactions } from './cycle.ts';
import { cycleInComponent, cyclesThroughRw, type SearchBudget, type SearchSpace } from './cycle-search.ts';
import { edgeKinds } from './edge-list.ts';
import type { Effort } from './effort.ts';
import { type SearchRoom, searchRoom } from './search-room.ts';
import { none } from './transaction-table.ts';
import type { WalkRule } from './walk-rule.ts';

/** Some cycle that `not` forbids is among these transactions, whether or not one was shown. */
export type CycleExists = Readonly<{ type: string; not: string; transactions: readonly number[] }>;

/** A component in which the search was not finished: what may be there still, and what is certainly not. */
export type UnfinishedSearch = Readonly<{
  anomalyType: string;
  doesNotContain: readonly string[];
  transactionCount: number;
}>;

/** What was found in a dependency graph. */
export type CycleFindings = Readonly<{
  cycles: Readonly<{ type: string; cycle: Cycle }>[];
  exists: CycleExists[];
  unfinished: UnfinishedSearch[];
}>;

/** What orders transactions beside their data. */
type Order = '' | '-process' | '-realtime';

/** One kind of cycle: in any component of the layer, or through an rw edge with the rest as `way` says. */
type CycleSearch = Readonly<{ name: string; way: 'anywhere' | WalkRule['rw'] }>;

/** Walks among which there is a cycle exactly when a history does not satisfy a model; and the kinds of such cycles. */
type Layer = Readonly<{
  base: number;
  rw: WalkRule['rw'];
  models: Readonly<Record<Order, string>>;
  searches: readonly CycleSearch[];
}>;

const { ww, wr, process, realtime } = edgeKinds;
const orderBits: Readonly<Record<Order, number>> = { '': 0, '-process': process, '-realtime': realtime };
const allOrders: readonly Order[] = ['', '-process', '-realtime'];

/**
 * From the worst cycles to the mildest: after the ones before were looked for, a search can only find cycles of its own kind.
 * That a history satisfies snapshot isolation only without cycles in which no two rw edges are in a row is Cerone & Gotsman's
 * theorem ("Analysing Snapshot Isolation", 2016, theorem 10).
 */
const layers: readonly Layer[] = [
  {
    base: ww,
    rw: 'none',
    models: { '': 'PL-1', '-process': 'strong-session-PL-1', '-realtime': 'strong-PL-1' },
    searches: [{ name: 'G0', way: 'anywhere' }],
  },
  {
    base: ww | wr,
    rw: 'none',
    models: { '': 'PL-2', '-process': 'strong-session-PL-2', '-realtime': 'strong-PL-2' },
    searches: [{ name: 'G1c', way: 'anywhere' }],
  },
  {
    base: ww | wr,
    rw: 'nonadjacent',
    models: {
      '': 'PL-SI',
      '-process': 'strong-session-snapshot-isolation',
      '-realtime': 'strong-snapshot-isolation',
    },
    searches: [
      { name: 'G-single-item', way: 'none' },
      { name: 'G-nonadjacent-item', way: 'nonadjacent' },
    ],
  },
  {
    base: ww | wr,
    rw: 'any',
    models: { '': 'PL-3', '-process': 'strong-session-serializable', '-realtime': 'PL-SS' },
    searches: [{ name: 'G2-item', way: 'any' }],
  },
];

/** How many cycles of one kind in one component are compared for the shortest. */
const cyclesCompared = 16;

/**
 * Looks for cycles in a dependency graph, each strongly connected component by itself, the shortest and worst first. What a
 * cycle that was found implies is not looked for in that component again. `edgesMax` bounds the edges looked at in one
 * component; each search may take half of what the ones before have left, and an unfinished one is told. What is found is
 * added to `found` at once, so that it is there when a limit ends the search.
 * @throws LimitReached
 */
export function cycleAnomalies(
  transactions: OrderedTransactions,
  edgesMax: number,
  found: CycleFindings,
  effort?: Effort,
): void {
  const { graph } = transactions;
  effort?.reserve(20 * graph.vertexCount); // the three columns below
  const room = searchRoom(graph.vertexCount, effort);
  const all = Int32Array.from({ length: graph.vertexCount }, (_, vertex) => vertex);
  const parts = new Int32Array(2 * graph.vertexCount).fill(none);
  const everything: WalkRule = { base: ww | wr | process | realtime, rw: 'any' };
  const { cycles: cyclic } = components(graph, everything, all, null, room, parts);
  const numberOf = new Int32Array(2 * graph.vertexCount).fill(none);
  const present = graph.kind.reduce((bits, kind) => bits | kind, 0);
  const orders = allOrders.filter((order) => order === '' || (present & orderBits[order]) !== 0);
  for (const members of cyclic) {
    searchPart({ transactions, orders, members, parts, numberOf, room, edgesMax }, found);
  }
}

/** One strongly connected component of the whole graph, and what all components share. */
type Part = Readonly<{
  transactions: OrderedTransactions;
  orders: readonly Order[];
  members: Int32Array;
  parts: Int32Array;
  numberOf: Int32Array;
  room: SearchRoom;
  edgesMax: number;
}>;

function searchPart(part: Part, { cycles, exists, unfinished }: CycleFindings): void {
  const { transactions, orders, members, parts, numberOf, room } = part;
  const { graph, size } = transactions;
  const within = { parts, part: parts[2 * (members[0] ?? 0)] ?? none };
  const budget: SearchBudget = { edgesLeft: part.edgesMax };
  const transactionCount = members.reduce((count, vertex) => count + Number(vertex < size), 0);
  const cyclesBefore = cycles.length;
  const ruledOut = new Set<string>();
  const searched: string[] = [];
  let settled: ReadonlySet<string> = new Set();
  let cyclicRule: Readonly<{ rule: WalkRule; smallest: Int32Array }> | null = null;

  for (const order of orders) {
    for (const { base, rw, models, searches } of layers) {
      const model = models[order];
      const isRuledOut = ruledOut.has(consistencyModel(model));
      const due = searches.filter(({ name }) => !settled.has(`${name}${order}`));
      if (isRuledOut && due.length === 0) continue;
      const rule: WalkRule = { base: base | orderBits[order], rw };
      const { cycles: cyclic } = components(graph, rule, members, within, room, numberOf);
      const smallest = smallestOf(cyclic);
      if (!smallest) continue;
      cyclicRule ??= { rule, smallest };
      if (!isRuledOut) {
        const type = `${model}-cycle-exists`;
        const { not, alsoNot } = modelsRuledOutBy([type]);
        for (const each of [...not, ...alsoNot]) ruledOut.add(each);
        exists.push({ type, not: consistencyModel(model), transactions: [...smallest].filter((v) => v < size) });
      }
      for (const { name, way } of due) {
        const type = `${name}${order}`;
        if (settled.has(type)) continue; // by the search before
        const share: SearchBudget = { edgesLeft: Math.floor(budget.edgesLeft / 2) };
        budget.edgesLeft -= share.edgesLeft;
        const own: WalkRule = way === 'anywhere' ? rule : { ...rule, rw: way };
        const isOfRule = way === 'anywhere' || way === rw;
        const ranks = isOfRule ? null : components(graph, own, members, within, room, room.ranks).numberOf;
        const space: SearchSpace = { graph, rule: own, numberOf, ranks, room, budget: share };
        const walks =
          way === 'anywhere'
            ? cyclic.map((each) => cycleInComponent(space, each))
            : cyclesThroughRw(space, rw, members);
        const cycle = shortestOfType(transactions, walks, type);
        budget.edgesLeft += Math.max(0, share.edgesLeft);
        if (cycle) {
          cycles.push({ type, cycle });
          settled = anomaliesImpliedBy([...settled, type]);
        } else if (share.edgesLeft < 0) {
          unfinished.push({ anomalyType: type, doesNotContain: searched.slice(), transactionCount });
        } else searched.push(type);
      }
    }
  }
  if (cycles.length === cyclesBefore && cyclicRule !== null)
    cycles.push(...anyCycle(part, cyclicRule.rule, cyclicRule.smallest));
  for (const vertex of members) numberOf.fill(none, 2 * vertex, 2 * vertex + 2);
}

/** Cycles of whatever kind in a component of a rule, where no search came to an end. */
function anyCycle(
  { transactions, members, parts, numberOf, room }: Part,
  rule: WalkRule,
  component: Int32Array,
): CycleFindings['cycles'] {
  const { graph } = transactions;
  const within = { parts, part: parts[2 * (members[0] ?? 0)] ?? none };
  components(graph, rule, members, within, room, numberOf);
  const budget: SearchBudget = { edgesLeft: 2 * graph.to.length };
  const walk = cycleInComponent({ graph, rule, numberOf, ranks: null, room, budget }, component);
  return cyclesOfWalk(transactions, walk ?? []).map((cycle) => ({ type: nameOfCycle(cycle), cycle }));
}

function shortestOfType(
  transactions: OrderedTransactions,
  walks: Iterable<readonly number[] | null>,
  type: string,
): Cycle | null {
  let best: Cycle | null = null;
  let compared = 0;
  for (const walk of walks) {
    for (const cycle of cyclesOfWalk(transactions, walk ?? [])) {
      if (nameOfCycle(cycle) !== type) continue;
      compared++;
      if (best === null || cycle.transactions.length < best.transactions.length) best = cycle;
    }
    if (best?.transactions.length === 2 || compared === cyclesCompared) break;
  }
  return best;
}

function smallestOf(components: readonly Int32Array[]): Int32Array | null {
  return components.reduce<Int32Array | null>((best, each) => (best && best.length <= each.length ? best : each), null);
}
