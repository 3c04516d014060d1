import { invariant } from '#foundation';
import type { QuorumFamily } from '#quorums';
import type { QuorumPath } from './quorum-variant.ts';

/** The quorums of a running cluster, by the names of its nodes. */
export class NamedQuorums {
  readonly nodes: readonly string[];
  readonly #family: QuorumFamily;

  /** `nodes`: in the order in which `family` numbers them. */
  constructor(nodes: readonly string[], family: QuorumFamily) {
    invariant(nodes.length === family.nodes, 'quorums are of the nodes of the cluster', { nodes });
    this.nodes = nodes;
    this.#family = family;
  }

  /** Whether `members` alone keep `path` open. */
  hold(path: QuorumPath, members: readonly string[]): boolean {
    const set = members.reduce((bits, member) => bits | (1 << this.nodes.indexOf(member)), 0);
    switch (path) {
      case 'fast':
        return this.#family.isFast(set);
      case 'classic':
        return this.#family.isClassic(set);
      case 'leader-change':
        return this.#family.isPhase1(set);
      case 'collision-recovery':
        return this.#family.isPhase1(set) && this.#family.isClassic(set);
    }
  }

  /** Whether there is such a quorum at all. */
  has(path: QuorumPath): boolean {
    return this.hold(path, this.nodes);
  }

  /**
   * What is left of `from` when the nodes of `spared` leave it one after the other, each unless `path` needs it. The
   * nodes of `from` that are not in `spared` stay.
   * @throws InvariantViolation when `from` does not keep `path` open
   */
  smallest(path: QuorumPath, from: readonly string[], spared: readonly string[]): readonly string[] {
    invariant(this.hold(path, from), 'a quorum is looked for among nodes that hold one', { path, from });
    return spared.reduce((members, node) => {
      const others = without(members, [node]);
      return this.hold(path, others) ? others : members;
    }, from);
  }
}

/** `nodes` without those in `dropped`. */
export function without(nodes: readonly string[], dropped: readonly string[]): readonly string[] {
  return nodes.filter((node) => !dropped.includes(node));
}
