import { fullNodeSet, type NodeSet, nodeSetSize, type QuorumFamily } from '#quorums';
import { broken, type Mutant, sizes } from './mutant.ts';

type QuorumTest = (set: NodeSet) => boolean;

/** Nodes that take too little for a quorum. protocol.md 3.1 and 3.3. */
export const quorumMutants: readonly Mutant[] = [
  {
    name: 'phase1-too-small',
    number: 14,
    wrongStep: 'phase-1 quorums have one member too few',
    system: sizes(3, 2, 2),
    rules: broken({
      quorums: (family) => ({ ...family, isPhase1: oneTooFew(family, (set) => family.isPhase1(set)) }),
    }),
  },
  {
    name: 'classic-too-small',
    number: 15,
    wrongStep: 'classic quorums have one member too few',
    system: sizes(3, 2, 2),
    rules: broken({
      quorums: (family) => ({ ...family, isClassic: oneTooFew(family, (set) => family.isClassic(set)) }),
    }),
  },
  {
    name: 'fast-too-small',
    number: 16,
    wrongStep: 'fast quorums have one member too few',
    system: sizes(3, 2, 2, 3),
    rules: broken({ quorums: (family) => ({ ...family, isFast: oneTooFew(family, (set) => family.isFast(set)) }) }),
  },
  {
    name: 'heads-for-weights',
    number: 30,
    wrongStep: 'nodes with weights are counted by heads: whoever is as many as a smallest quorum is one',
    system: { kind: 'weighted', nodes: ['n1', 'n2', 'n3'], weights: [2, 1, 1], phase1: 3, classic: 2, fast: 3 },
    rules: broken({
      quorums: (family) => ({
        ...family,
        isPhase1: byHeads(family, (set) => family.isPhase1(set)),
        isClassic: byHeads(family, (set) => family.isClassic(set)),
        isFast: byHeads(family, (set) => family.isFast(set)),
      }),
    }),
  },
  {
    name: 'live-majority',
    number: 33,
    wrongStep: 'a quorum is a majority of the nodes that are heard of lately',
    system: sizes(3, 2, 2),
    rules: broken({
      quorums: (family, reachable) => {
        const isMajority = (set: NodeSet): boolean => 2 * nodeSetSize(set & reachable()) > nodeSetSize(reachable());
        return { ...family, isPhase1: isMajority, isClassic: isMajority };
      },
    }),
  },
];

/** A quorum, or whatever one more member makes one; nothing where there are no quorums. */
function oneTooFew({ nodes }: QuorumFamily, isQuorum: QuorumTest): QuorumTest {
  const everybody = fullNodeSet(nodes);
  return (set) => {
    if (!isQuorum(everybody)) return false;
    for (let node = 0; node < nodes; node += 1) if (isQuorum(set | (1 << node))) return true;
    return false;
  };
}

function byHeads({ nodes }: QuorumFamily, isQuorum: QuorumTest): QuorumTest {
  let heads = Number.POSITIVE_INFINITY;
  for (let set: NodeSet = 0; set <= fullNodeSet(nodes); set += 1) {
    if (isQuorum(set)) heads = Math.min(heads, nodeSetSize(set));
  }
  return (set) => nodeSetSize(set) >= heads;
}
