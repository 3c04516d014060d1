import { broadcast } from './broadcast.ts';
import { Collisions } from './collisions.ts';
import type { ReplicaConfiguration } from './configuration.ts';
import type { Effects } from './effects.ts';
import type { Learner } from './learner.ts';
import type { Message } from './messages.ts';
import type { OpenProposals } from './open-proposals.ts';
import type { Pace } from './pace.ts';
import type { Recovery } from './recovery.ts';
import { noRound, type Round, withStep } from './round.ts';
import type { Rules } from './rules.ts';
import type { Value } from './value.ts';

/**
 * The fast step of a coordinator's round, once it is open: tells acceptors by ANY which instances they may vote in, and finds the
 * ones that collide. A recovery that has all the reports it needs is handed back, for the coordinator to pick. protocol.md 4.3 and 4.4.
 */
export class FastStep {
  readonly #nodes: number;
  readonly #rules: Rules;
  readonly #learner: Learner;
  readonly #proposals: OpenProposals;
  readonly #collisions: Collisions;
  #round: Round = noRound;
  #from = 0;

  /** `proposals`: the 2a that are out; what is among them is no collision any more. */
  constructor(configuration: ReplicaConfiguration, rules: Rules, learner: Learner, proposals: OpenProposals) {
    this.#nodes = configuration.quorums.nodes;
    this.#rules = rules;
    this.#learner = learner;
    this.#proposals = proposals;
    this.#collisions = new Collisions(configuration, rules, learner);
  }

  /** The first instance that is open. */
  get from(): number {
    return this.#from;
  }

  /** How many collisions were noticed, in whatever round. */
  get collisions(): Readonly<Record<'certain' | 'suspected', number>> {
    return this.#collisions.counts;
  }

  /** Opens every instance from `from` on, in step 1 of `round`. */
  open(round: Round, from: number, effects: Effects): void {
    this.#round = withStep(round, 1);
    this.#from = from;
    this.repeat(effects);
  }

  /** ANY once more, for acceptors that were restarted. */
  repeat(effects: Effects): void {
    const from = this.#from;
    const next = this.#rules.anyNext(this.#learner.highestSeen, from);
    const any: Message = { kind: 'any', round: this.#round, from, next };
    broadcast(this.#nodes, any, effects);
  }

  /** A vote that the learner has counted, and of which no decision came. */
  onVote(
    vote: Readonly<{ instance: number; round: Round; from: number; value: Value }>,
    nowMs: number,
    effects: Effects,
  ): Recovery | null {
    const { instance, round } = vote;
    if (round !== this.#round || this.#learner.isChosen(instance)) return null;
    return this.#collisions.onVote(vote, this.#proposals.isIn(instance), nowMs, effects);
  }

  /** What an acceptor reports of one instance. */
  onReport(from: number, message: Extract<Message, { kind: 'phase1b-instance' }>): Recovery | null {
    return this.#collisions.onReport(from, message);
  }

  /** Begins to recover what has been undecided for too long; one after the other, so that each can be picked for before the next. */
  *suspect(pace: Pace, nowMs: number, effects: Effects): Generator<Recovery> {
    const first = Math.max(this.#from, this.#learner.chosenThrough + 1);
    for (let instance = first; instance <= this.#learner.highestSeen; instance += 1) {
      if (this.#learner.isChosen(instance) || this.#proposals.isIn(instance)) continue;
      const recovery = this.#collisions.suspect(instance, this.#round, pace, nowMs, effects);
      if (recovery !== null) yield recovery;
    }
  }

  /** Begins to recover `instance` because somebody asks for it, if it is open, undecided and not being recovered. */
  recover(instance: number, nowMs: number, effects: Effects): Recovery | null {
    if (instance < this.#from || this.#learner.isChosen(instance) || this.#proposals.isIn(instance)) return null;
    return this.#collisions.recover(instance, this.#round, nowMs, effects);
  }

  /** Asks those again that have not reported. */
  resend(pace: Pace, nowMs: number, effects: Effects): void {
    this.#collisions.resend(pace, nowMs, effects);
  }

  /** `instance` is decided. */
  settle(instance: number): void {
    this.#collisions.forget(instance);
  }

  /** The collisions that are being recovered, for telling states apart. */
  describe(): ReturnType<Collisions['describe']> {
    return this.#collisions.describe();
  }

  /** The round is over. */
  clear(): void {
    this.#collisions.clear();
  }
}
