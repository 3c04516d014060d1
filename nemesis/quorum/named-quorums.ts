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
   * A smallest quorum for `path` that holds `member`, so that it is none without any one of its nodes, `member` too. The
   * others leave in the order of `spared` as far as that goes. Null when no smallest quorum holds `member`.
   */
  smallestWith(path: QuorumPath, member: string, spared: readonly string[]): readonly string[] | null {
    if (!this.has(path)) return null;
    const others = without(spared, [member]);
    /** Drops nodes of `others` from the one at `place` on, until the rest needs `member`. */
    const search = (members: readonly string[], place: number): readonly string[] | null => {
      if (!this.hold(path, without(members, [member]))) return this.smallest(path, members, others);
      // Those who may leave no more are a quorum without `member`.
      if (this.hold(path, without(others.slice(0, place), without(others, members)))) return null;
      const next = others[place];
      if (next === undefined) return null;
      const fewer = without(members, [next]);
      return (this.hold(path, fewer) ? search(fewer, place + 1) : null) ?? search(members, place + 1);
    };
    return search(this.nodes, 0);
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
