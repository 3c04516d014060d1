import { fullNodeSet, type NodeSet } from '../node-set.ts';
import type { QuorumSystem } from '../systems/system.ts';
import type { QuorumSide } from './quorum-side.ts';
import type { Meeting } from './smallest-meeting.ts';

/**
 * For cardinality systems, where sizes say everything: k quorums leave out the most nodes when none is left out twice, so
 * that the sum of their sizes minus (k - 1)N nodes are in all. Null for other systems.
 */
export function meetingBySizes(sides: readonly QuorumSide[]): Meeting | null {
  const sizes: number[] = [];
  for (const { system, phase } of sides) {
    if (system.kind !== 'cardinality') return null;
    // No set is large enough to be a fast quorum where fast rounds are not used.
    sizes.push(system[phase] ?? system.nodes + 1);
  }
  const nodes = nodesOf(sides[0]?.system);
  const members = sizes.reduce((sum, size) => sum + size, 0) - (sizes.length - 1) * nodes;
  if (members > 0) return { kind: 'meet', quorums: leavingOutOthers(nodes, sizes), members };
  const [first = 0, second = 0, third] = sizes;
  const quorums = third === undefined ? two(nodes, first, second) : three(nodes, first, second, third);
  return { kind: 'apart', quorums, members };
}

/** The last nodes and the first nodes. */
function two(nodes: number, first: number, second: number): readonly NodeSet[] {
  return [nodesFrom(nodes - first, nodes), nodesFrom(0, second)];
}

/**
 * The first nodes, S; of the second quorum as much as possible outside of S, and of S the first nodes; and the last
 * nodes. For three quorums of sizes L, F, F these are S, X and U, and a part of Y and U of protocol.md 6, case B.
 */
function three(nodes: number, first: number, second: number, third: number): readonly NodeSet[] {
  const inFirst = Math.max(0, second - (nodes - first));
  const outside = nodesFrom(nodes - (second - inFirst), nodes);
  return [nodesFrom(0, first), nodesFrom(0, inFirst) | outside, nodesFrom(nodes - third, nodes)];
}

/** Each leaves out nodes that the others have, from the last node downwards. */
function leavingOutOthers(nodes: number, sizes: readonly number[]): readonly NodeSet[] {
  let end = nodes;
  return sizes.map((size) => {
    const leftOut = nodesFrom(end - (nodes - size), end);
    end -= nodes - size;
    return fullNodeSet(nodes) & ~leftOut;
  });
}

/** The nodes with indices from `begin` to before `end`. */
function nodesFrom(begin: number, end: number): NodeSet {
  return fullNodeSet(end) & ~fullNodeSet(begin);
}

function nodesOf(system: QuorumSystem | undefined): number {
  return system?.kind === 'cardinality' ? system.nodes : 0;
}
