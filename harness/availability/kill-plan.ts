import { invariant } from '#foundation';
import {
  type CrashTolerance,
  fullNodeSet,
  type NodeSet,
  nodeNames,
  type QuorumFamily,
  type QuorumPath,
  type QuorumSystem,
  quorumFamily,
} from '#quorums';

/** Whom to kill, so that a path is seen to survive what it is said to survive, and no more. */
export type KillPlan = Readonly<{
  path: QuorumPath;
  /** Who is to lead before anybody is killed. It stays alive as long as it can, unless the path is about its end. */
  leader: string;
  /** As many as the path survives: those whose loss leaves it with the least to spare. */
  killed: readonly string[];
  /** The one more that ends it. */
  oneMore: string;
}>;

/**
 * The plan for one path, from what is foretold of it: all of `blockedBy` but one member, then that one. A leader that has to be
 * in place is nobody of `blockedBy`, or the last of them to go when they are all nodes; for a change of leaders it is the
 * first to go.
 */
export function killPlan(system: QuorumSystem, path: QuorumPath, { blockedBy }: CrashTolerance): KillPlan {
  const names = nodeNames(system);
  const order = inOrderOfDeath(quorumFamily(system), path, blockedBy);
  const spared = names.find((_, index) => (blockedBy & (1 << index)) === 0);
  const dying = order.map((index) => names[index] ?? '');
  const [first] = dying;
  const last = dying.at(-1);
  invariant(first !== undefined && last !== undefined, 'some crashes end a path', { path, blockedBy });
  return {
    path,
    leader: path === 'leaderChange' ? first : (spared ?? last),
    killed: dying.slice(0, -1),
    oneMore: last,
  };
}

/** Whether the nodes of `alive` hold every quorum that the path needs, at the same time. */
export function isPathOpen(family: QuorumFamily, path: QuorumPath, alive: NodeSet): boolean {
  switch (path) {
    case 'fast':
      return family.isFast(alive);
    case 'classic':
      return family.isClassic(alive);
    case 'leaderChange':
      return family.isPhase1(alive);
    case 'collisionRecovery':
      return family.isPhase1(alive) && family.isClassic(alive);
  }
}

/** The members of `blockedBy`; last the one without whose death the fewest others could be missed. */
function inOrderOfDeath(family: QuorumFamily, path: QuorumPath, blockedBy: NodeSet): readonly number[] {
  const members = indices(family.nodes).filter((index) => (blockedBy & (1 << index)) !== 0);
  const all = fullNodeSet(family.nodes);
  const neededBeside = (last: number): number => {
    const alive = (all & ~blockedBy) | (1 << last);
    return indices(family.nodes).filter((index) => !isPathOpen(family, path, alive & ~(1 << index))).length;
  };
  const last = members.toSorted((one, other) => neededBeside(other) - neededBeside(one) || other - one)[0];
  return members.toSorted((one, other) => Number(one === last) - Number(other === last) || one - other);
}

function indices(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** For a sentence: `n1, n2`, or `nobody`. */
export function namesInWords(names: readonly string[]): string {
  return names.length === 0 ? 'nobody' : names.join(', ');
}
