import { checkSetting, type QuorumSystem } from '#quorums';
import type { Rng } from '../ports/index.ts';

/** Which family of protocols: classic rounds with majorities, with any sizes, and the same with fast rounds. */
export type Protocol = 'classic' | 'flexible' | 'fast' | 'fast-flexible';

export const protocols: readonly Protocol[] = ['classic', 'flexible', 'fast', 'fast-flexible'];

/** How often a cluster has so many nodes: small ones meet more of what can happen. */
const clusterSizes: readonly number[] = [1, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 7];

/** Safe systems that are not sizes; what is safe about each is in protocol.md 3.3. */
const otherSystems: readonly QuorumSystem[] = [
  { kind: 'weighted', nodes: ['n1', 'n2', 'n3'], weights: [2, 1, 1], phase1: 3, classic: 2, fast: 3 },
  { kind: 'weighted', nodes: ['n1', 'n2', 'n3', 'n4'], weights: [3, 1, 1, 1], phase1: 4, classic: 3, fast: 4 },
  { kind: 'grid', rows: 2, columns: 3, fastColumns: 2 },
  { kind: 'grid', rows: 2, columns: 2, fastColumns: 2 },
  {
    kind: 'explicit',
    nodes: ['n1', 'n2', 'n3', 'n4'],
    phase1: [
      ['n1', 'n2', 'n3'],
      ['n1', 'n2', 'n4'],
      ['n3', 'n4', 'n1'],
      ['n3', 'n4', 'n2'],
    ],
    classic: [
      ['n1', 'n2'],
      ['n3', 'n4'],
    ],
    fast: [['n1', 'n2', 'n3', 'n4']],
  },
];

/** What a quorum system is to be like, null: drawn; each of the two restricts it to sizes. */
export type SystemWanted = Readonly<{ protocol: Protocol | null; nodes: number | null }>;

/** A quorum system that is safe. */
export function drawSystem(rng: Rng, { protocol, nodes: wanted }: SystemWanted): QuorumSystem {
  if (protocol === null && wanted === null && rng.int(0, 9) === 0) return rng.pick(otherSystems);
  const nodes = wanted ?? (protocol === null ? rng.pick(clusterSizes) : rng.int(3, 7));
  return { kind: 'cardinality', nodes, ...rng.pick(safeSizes(protocol ?? rng.pick(protocols), nodes)) };
}

type Sizes = Readonly<{ phase1: number; classic: number; fast: number | null }>;

const known = new Map<string, readonly Sizes[]>();

function safeSizes(protocol: Protocol, nodes: number): readonly Sizes[] {
  const key = `${protocol} ${nodes}`;
  const sizes = known.get(key) ?? allSizes(protocol, nodes).filter((one) => checkSetting({ nodes, ...one }).isSafe);
  known.set(key, sizes);
  return sizes;
}

function allSizes(protocol: Protocol, nodes: number): readonly Sizes[] {
  const majority = Math.floor(nodes / 2) + 1;
  if (protocol === 'classic') return [{ phase1: majority, classic: majority, fast: null }];
  const sizes = Array.from({ length: nodes }, (_, index) => index + 1);
  return sizes.flatMap((phase1) =>
    sizes.flatMap((classic): Sizes[] => {
      if (protocol === 'flexible') return [{ phase1, classic, fast: null }];
      if (protocol === 'fast' && phase1 !== classic) return [];
      return sizes.map((fast) => ({ phase1, classic, fast }));
    }),
  );
}
