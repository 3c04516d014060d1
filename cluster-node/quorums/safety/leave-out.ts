import { assertNever } from '#foundation';
import { fullNodeSet, type NodeSet, nodeSetNodesMax, nodeSetSize } from '../node-set.ts';
import { columnSets, rowSets } from '../systems/grid-lines.ts';
import { nodeNames, nodeSetOf } from '../systems/nodes.ts';
import type { GridSystem, QuorumSystem, ZoneRule, ZoneSystem } from '../systems/system.ts';
import { type QuorumPhase, type QuorumSide, quorumTest } from './quorum-side.ts';

/**
 * A family of quorums told node by node: which nodes may be left out so that the others are still a quorum. Its state is
 * all that what was left out so far means for the nodes to come, so that equal states have equal futures.
 */
export type LeaveOut = Readonly<{
  start: number;
  /** The state after one more node; null: the others are no quorum any more. */
  next(state: number, node: number, isLeftOut: boolean): number | null;
}>;

/** Families of the same nodes, told in the same order. */
export type LeaveOuts = Readonly<{ order: readonly number[]; sides: readonly LeaveOut[] }>;

/**
 * The sides in the form that has the fewest states: sums for weights, counts for zones, the lines broken for grids. Sides
 * of different kinds have only the set left out itself in common.
 */
export function leaveOutsOf(sides: readonly QuorumSide[]): LeaveOuts {
  const [first] = sides;
  if (first === undefined) return { order: [], sides: [] };
  const layout = layoutOf(first.system);
  const hasOneLayout = sides.every(({ system }) => layoutOf(system) === layout);
  return {
    order: hasOneLayout ? orderOf(first.system) : [...nodeNames(first.system).keys()],
    sides: sides.map((side) => (hasOneLayout ? leaveOutOf(side) : bySet(side))),
  };
}

/** What two systems have to have in common for their states to speak of the same. */
function layoutOf(system: QuorumSystem): string {
  switch (system.kind) {
    case 'cardinality':
      return `${system.nodes}`;
    case 'weighted':
      return `weights ${system.nodes.length}`;
    case 'grid':
      return `grid ${system.rows} ${system.columns}`;
    case 'explicit':
      return `sets ${system.nodes.length}`;
    case 'zones':
      return `zones ${system.zones.map(({ nodes }) => nodes.length).join(' ')}`;
  }
}

/** Heavy nodes first, which fails early; grids along their longer lines, so that few lines are open at a time. */
function orderOf(system: QuorumSystem): readonly number[] {
  const nodes = [...nodeNames(system).keys()];
  if (system.kind === 'weighted') {
    return nodes.toSorted((one, other) => (system.weights[other] ?? 0) - (system.weights[one] ?? 0));
  }
  if (system.kind !== 'grid' || system.columns <= system.rows) return nodes;
  return nodes.toSorted((one, other) => (one % system.columns) - (other % system.columns) || one - other);
}

function leaveOutOf(side: QuorumSide): LeaveOut {
  const { system, phase } = side;
  switch (system.kind) {
    case 'cardinality':
      return byWeight(
        Array.from({ length: system.nodes }, () => 1),
        system[phase],
      );
    case 'weighted':
      return byWeight(system.weights, system[phase]);
    case 'explicit':
      return byListedSets((system[phase] ?? []).map((quorum) => nodeSetOf(quorum, system.nodes)));
    case 'grid':
      return byGridLines(system, phase);
    case 'zones':
      return byZones(system, system[phase]);
    default:
      return assertNever(system);
  }
}

/** The state is what may still be left out of the total. */
function byWeight(weights: readonly number[], threshold: number | null): LeaveOut {
  if (threshold === null) return nothingIsEnough;
  return {
    start: weights.reduce((sum, weight) => sum + weight, 0) - threshold,
    next(state, node, isLeftOut) {
      const left = isLeftOut ? state - (weights[node] ?? 0) : state;
      return left < 0 ? null : left;
    },
  };
}

function byZones({ zones }: ZoneSystem, rule: ZoneRule | null): LeaveOut {
  if (rule === null) return nothingIsEnough;
  const names = zones.flatMap(({ nodes }) => nodes);
  const groups = zones.map(({ nodes }, index) => ({
    nodes: nodeSetOf(nodes, names),
    spare: nodes.length - (rule.members[index] ?? 0),
  }));
  return byGroups(groups, zones.length - rule.zones);
}

function byGridLines(system: GridSystem, phase: QuorumPhase): LeaveOut {
  const lines = phase === 'phase1' ? rowSets(system) : columnSets(system);
  const needed = phase === 'fast' ? system.fastColumns : 1;
  if (needed === null) return nothingIsEnough;
  const rowsComeInOrder = system.columns <= system.rows;
  const isInOrder = phase === 'phase1' ? rowsComeInOrder : !rowsComeInOrder;
  const broken = lines.length - needed;
  return isInOrder
    ? byGroups(
        lines.map((nodes) => ({ nodes, spare: 0 })),
        broken,
      )
    : byBrokenLines(lines, broken);
}

/** Groups one after the other; the state is how many are broken, and how many members the open one has lost. */
function byGroups(groups: readonly Readonly<{ nodes: NodeSet; spare: number }>[], brokenMax: number): LeaveOut {
  const places = placesIn(groups.map(({ nodes }) => nodes));
  const lostMax = 32;
  return {
    start: 0,
    next(state, node, isLeftOut) {
      const place = places[node];
      const spare = groups[place?.group ?? 0]?.spare ?? 0;
      const lostBefore = state % lostMax;
      const brokenBefore = (state - lostBefore) / lostMax;
      const lost = Math.min(lostBefore + (isLeftOut ? 1 : 0), spare + 1);
      const broken = brokenBefore + (lost > spare && lostBefore <= spare ? 1 : 0);
      if (broken > brokenMax) return null;
      return broken * lostMax + (place?.isLast === true ? 0 : lost);
    },
  };
}

/** Lines across the order, so that all are open at a time; the state is the set of those that are broken. */
function byBrokenLines(lines: readonly NodeSet[], brokenMax: number): LeaveOut {
  const places = placesIn(lines);
  return {
    start: 0,
    next(state, node, isLeftOut) {
      if (!isLeftOut) return state;
      const broken = state | (1 << (places[node]?.group ?? 0));
      return nodeSetSize(broken) > brokenMax ? null : broken;
    },
  };
}

/** For each node its group, and whether it is the last of it. */
function placesIn(groups: readonly NodeSet[]): readonly Readonly<{ group: number; isLast: boolean }>[] {
  const places: Readonly<{ group: number; isLast: boolean }>[] = [];
  for (const [group, nodes] of groups.entries()) {
    for (let node = 0; node < nodeSetNodesMax; node += 1) {
      if ((nodes & (1 << node)) !== 0) places[node] = { group, isLast: nodes >>> (node + 1) === 0 };
    }
  }
  return places;
}

/** The state is a number for the set of listed quorums from which nothing was left out, if none of them is over yet. */
function byListedSets(quorums: readonly NodeSet[]): LeaveOut {
  const numbers = new Map<string, number>([['', 0]]);
  const states: (readonly NodeSet[])[] = [[]];
  const stateOf = (whole: readonly NodeSet[]): number => {
    const key = whole.join(' ');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push(whole) - 1;
  };
  const isWhole = 0;
  const start = stateOf(quorums);
  return {
    start,
    next(state, node, isLeftOut) {
      if (state === isWhole) return state;
      const before = states[state] ?? [];
      const whole = isLeftOut ? before.filter((quorum) => (quorum & (1 << node)) === 0) : before;
      if (whole.length === 0) return null;
      const isOver = fullNodeSet(node + 1);
      return whole.some((quorum) => (quorum & ~isOver) === 0) ? isWhole : stateOf(whole);
    },
  };
}

/** The state is what was left out. */
function bySet(side: QuorumSide): LeaveOut {
  const isQuorum = quorumTest(side);
  const all = fullNodeSet(nodeNames(side.system).length);
  return {
    start: 0,
    next(state, node, isLeftOut) {
      const leftOut = isLeftOut ? state | (1 << node) : state;
      return isQuorum(all & ~leftOut) ? leftOut : null;
    },
  };
}

/** Where fast rounds are not used, no set is a fast quorum. */
const nothingIsEnough: LeaveOut = { start: 0, next: () => null };
