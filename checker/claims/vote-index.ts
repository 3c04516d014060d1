import { invariant } from '#foundation';
import type { ClaimedRun, RoundKind } from './claim-events.ts';

/** The votes of all journals for one value in one round of one instance; `voters` has one bit a node. */
export type Ballot = { readonly round: number; readonly roundKind: RoundKind; readonly value: string; voters: number };

/** The nodes of a run as the bits of a set. */
export class NodeBits {
  readonly #nodes: readonly string[];
  readonly #bits: ReadonlyMap<string, number>;

  /** @throws InvariantViolation when there are more than 31 nodes */
  constructor(nodes: readonly string[]) {
    invariant(nodes.length <= 31, 'a set of nodes fits into the bits of one word', { nodes });
    this.#nodes = nodes;
    this.#bits = new Map(nodes.map((node, place) => [node, 1 << place]));
  }

  /** Nodes that are not of the run count for nothing. */
  setOf(nodes: readonly string[]): number {
    return nodes.reduce((set, node) => set | (this.#bits.get(node) ?? 0), 0);
  }

  namesOf(set: number): readonly string[] {
    return this.#nodes.filter((node) => (this.setOf([node]) & set) !== 0);
  }

  has(node: string): boolean {
    return this.#bits.has(node);
  }
}

/** Every vote of every journal, by instance. */
export class VoteIndex {
  readonly nodes: NodeBits;
  /** The nodes whose votes are not all known, because their journal is missing or damaged. */
  readonly unread: number;
  readonly #family: ClaimedRun['family'];
  readonly #ballots = new Map<number, Ballot[]>();

  constructor({ nodes, family, journals }: ClaimedRun) {
    this.nodes = new NodeBits(nodes);
    this.#family = family;
    const complete = journals.filter(({ state }) => state === 'complete').map(({ node }) => node);
    this.unread = this.nodes.setOf(nodes) & ~this.nodes.setOf(complete);
    for (const { node, records } of journals) {
      const voter = this.nodes.setOf([node]);
      for (const record of records) {
        if (record.kind === 'vote') this.#ballot(record).voters |= voter;
      }
    }
  }

  get instances(): Iterable<number> {
    return this.#ballots.keys();
  }

  get instanceCount(): number {
    return this.#ballots.size;
  }

  ballots(instance: number): readonly Ballot[] {
    return this.#ballots.get(instance) ?? [];
  }

  ballot(instance: number, round: number, value: string): Ballot | null {
    return this.ballots(instance).find((ballot) => ballot.round === round && ballot.value === value) ?? null;
  }

  isQuorum(roundKind: RoundKind, voters: number): boolean {
    return roundKind === 'fast' ? this.#family.isFast(voters) : this.#family.isClassic(voters);
  }

  /** `no`: no round can have chosen `value`; `unread`: one has, if the journals that are not known hold the votes. */
  isChosen(instance: number, value: string): 'yes' | 'no' | 'unread' {
    const ballots = this.ballots(instance).filter((ballot) => ballot.value === value);
    if (ballots.some(({ roundKind, voters }) => this.isQuorum(roundKind, voters))) return 'yes';
    const isPossible =
      ballots.some(({ roundKind, voters }) => this.isQuorum(roundKind, voters | this.unread)) || this.canUnreadChoose;
    return isPossible ? 'unread' : 'no';
  }

  /** The nodes without a known journal are a quorum by themselves, so that they may have chosen anything. */
  get canUnreadChoose(): boolean {
    return this.unread !== 0 && (this.isQuorum('classic', this.unread) || this.isQuorum('fast', this.unread));
  }

  #ballot(vote: Readonly<{ instance: number; round: number; roundKind: RoundKind; value: string }>): Ballot {
    let ballots = this.#ballots.get(vote.instance);
    if (ballots === undefined) this.#ballots.set(vote.instance, (ballots = []));
    const known = ballots.find(({ round, value }) => round === vote.round && value === vote.value);
    if (known !== undefined) return known;
    const ballot: Ballot = { round: vote.round, roundKind: vote.roundKind, value: vote.value, voters: 0 };
    ballots.push(ballot);
    return ballot;
  }
}
