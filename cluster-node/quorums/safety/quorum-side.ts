import type { QuorumTest } from '../family.ts';
import type { NodeSet } from '../node-set.ts';
import { quorumFamily } from '../systems/quorum-family.ts';
import type { QuorumSystem } from '../systems/system.ts';

/** One of the three families of a system. */
export type QuorumPhase = 'phase1' | 'classic' | 'fast';

/** The quorums of one phase of a system. */
export type QuorumSide = Readonly<{ system: QuorumSystem; phase: QuorumPhase }>;

/** Whether a set is a quorum of that side. @throws QuorumSettingError when the system makes no sense */
export function quorumTest({ system, phase }: QuorumSide): QuorumTest {
  const family = quorumFamily(system);
  switch (phase) {
    case 'phase1':
      return (set) => family.isPhase1(set);
    case 'classic':
      return (set) => family.isClassic(set);
    case 'fast':
      return (set) => family.isFast(set);
  }
}

/** A part of the quorum `set` that is a quorum, but not without any one of its members; the last members go first. */
export function minimalQuorum(set: NodeSet, isQuorum: QuorumTest): NodeSet {
  let minimal = set;
  for (let node = 30; node >= 0; node -= 1) {
    const without = minimal & ~(1 << node);
    if (isQuorum(without)) minimal = without;
  }
  return minimal;
}
