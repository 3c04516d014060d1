import type { NodeSet } from '#quorums';
import type { Reports } from './pick-value.ts';
import type { Round } from './round.ts';
import type { Vote } from './value.ts';

/**
 * Coordinated recovery of one instance whose fast round collided: a vote of the fast round i counts as a report for
 * round i+1, because its sender can never again vote in a round up to i; whoever did not vote is asked.
 * Fast Paxos section 2.2.2, protocol.md 2.1 and 4.4.
 */
export class Recovery {
  readonly instance: number;
  readonly round: Round;
  readonly #reports = new Map<number, Vote | null>();
  askedAtMs: number;

  constructor(instance: number, round: Round, nowMs: number) {
    this.instance = instance;
    this.round = round;
    this.askedAtMs = nowMs;
  }

  get reporters(): NodeSet {
    let set: NodeSet = 0;
    for (const acceptor of this.#reports.keys()) set |= 1 << acceptor;
    return set;
  }

  get reports(): Reports {
    return this.#reports;
  }

  add(acceptor: number, vote: Vote | null): void {
    this.#reports.set(acceptor, vote);
  }
}
