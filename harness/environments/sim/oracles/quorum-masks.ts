import type { ListedQuorum, ListedQuorums } from './listed-quorums.ts';

type Kind = keyof ListedQuorums;

/** Past so many nodes there are too many sets to have an answer for each ready. */
const answeredNodesMax = 12;

/**
 * Which sets of nodes hold one of the listed quorums, as bits; bit i is node i. Each question is answered by going through the
 * list once, and remembered.
 */
export class QuorumMasks {
  readonly #everyone: number;
  readonly #lists: Readonly<Record<Kind, readonly number[]>>;
  readonly #answers: Readonly<Record<Kind, Int8Array>>;

  constructor(quorums: ListedQuorums) {
    const nodes = 1 + Math.max(...[quorums.phase1, quorums.classic, quorums.fast].flat(2));
    const size = nodes <= answeredNodesMax ? 2 ** nodes : 0;
    this.#everyone = 2 ** nodes - 1;
    this.#lists = {
      phase1: quorums.phase1.map(maskOf),
      classic: quorums.classic.map(maskOf),
      fast: quorums.fast.map(maskOf),
    };
    this.#answers = { phase1: new Int8Array(size), classic: new Int8Array(size), fast: new Int8Array(size) };
  }

  /** True when all members of some quorum are in `members`. */
  isHeldBy(kind: Kind, members: number): boolean {
    const answers = this.#answers[kind];
    const known = answers[members];
    if (known === 1 || known === -1) return known === 1;
    const isHeld = this.#lists[kind].some((quorum) => (quorum & members) === quorum);
    if (known !== undefined) answers[members] = isHeld ? 1 : -1;
    return isHeld;
  }

  /** True when some quorum has no member in `members`. */
  isOutside(kind: Kind, members: number): boolean {
    return this.isHeldBy(kind, this.#everyone & ~members);
  }
}

function maskOf(quorum: ListedQuorum): number {
  return quorum.reduce((mask, node) => mask | (1 << node), 0);
}
