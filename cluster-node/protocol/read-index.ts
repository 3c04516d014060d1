import { fullNodeSet, type NodeSet, type QuorumFamily } from '#quorums';
import { broadcast } from './broadcast.ts';
import type { Effects } from './effects.ts';
import { leaseMs } from './lease-grant.ts';
import type { Message } from './messages.ts';
import type { Pace } from './pace.ts';
import type { Round } from './round.ts';
import type { Rules } from './rules.ts';

type ReadRequest = Readonly<{ home: number; id: number }>;

/** Requests that wait for one round of confirmations, which was asked for after all of them had arrived. */
type Confirmation = {
  readonly sequence: number;
  requests: readonly ReadRequest[];
  readonly instance: number;
  readonly askedAtMs: number;
  confirmers: NodeSet;
};

/** The office of a leader, as far as reads depend on it. `instance`: everything that may have been acknowledged is at or below it. */
export type Office = Readonly<{ round: Round; instance: number }>;

/**
 * The leader's side of reads that are not in the log: tells a home node up to which instance it has to apply, once it
 * is sure that nobody led a higher round when the read arrived. protocol.md 4.7 (b) and (c).
 *
 * Sure by confirmation: acceptors that meet every phase-1 quorum say, after the read arrived, that they have
 * promised nothing higher than this round; or by lease: such acceptors answer no 1a of another owner for a time that has not passed yet, and
 * granted it while they had promised nothing higher.
 *
 * It suffices because a node executes an instance, and so shows it to clients, only when it is vouched for (`Vouching`):
 * by the coordinator that counted its decision in its own round a, or by this very procedure in some round a. In the
 * second case it was not chosen above a: a phase-1 quorum would have promised more, and one of its members would have
 * confirmed or granted nothing. Let a later read be served in round r. If r = a, the leader knows the instance. If r > a,
 * phase 1 of r met the quorum that chose it, so it is at or below the instances that this leader recovered, which
 * `Office.instance` covers. If r < a, a phase-1 quorum had promised a, and one of its members confirms or grants
 * nothing in r. (Of the two ways that protocol.md 4.7 leaves, this is the first: nothing is answered before a leader
 * has announced it; asking more acceptors for their highest voted instance, the second, would undo the use of a lease.)
 */
export class ReadIndex {
  readonly #quorums: QuorumFamily;
  readonly #rules: Rules;
  readonly #grantedAtMs = new Map<number, number>();
  #waiting: ReadRequest[] = [];
  #confirmation: Confirmation | null = null;
  #round: Round | null = null;
  #sequence = 0;
  #leaseReads = 0;

  constructor(rules: Rules, quorums: QuorumFamily) {
    this.#rules = rules;
    this.#quorums = quorums;
  }

  /** How many reads were served on a lease. */
  get leaseReads(): number {
    return this.#leaseReads;
  }

  /** `leaseNowMs`: the clock that measures leases; null: no leases are used. */
  onRequest(request: ReadRequest, office: Office, nowMs: number, leaseNowMs: number | null, effects: Effects): void {
    this.#enter(office.round);
    if (leaseNowMs !== null && this.hasLease(office.round, leaseNowMs)) {
      this.#leaseReads += 1;
      return this.#tell([request], office.instance, effects);
    }
    if (this.#rules.joinsConfirmation && this.#confirmation !== null) {
      this.#confirmation.requests = [...this.#confirmation.requests, request];
      return;
    }
    this.#waiting.push(request);
    if (this.#confirmation === null) this.#ask(office, nowMs, effects);
  }

  onConfirmation(
    from: number,
    message: Extract<Message, { kind: 'confirmation' }>,
    office: Office,
    nowMs: number,
    effects: Effects,
  ): void {
    const confirmation = this.#confirmation;
    if (confirmation === null || message.round !== this.#round || message.sequence !== confirmation.sequence) return;
    if (office.round !== this.#round) return this.#enter(office.round);
    confirmation.confirmers |= 1 << from;
    if (!this.#meetsEveryPhase1(confirmation.confirmers)) return;
    this.#confirmation = null;
    this.#tell(confirmation.requests, confirmation.instance, effects);
    if (this.#waiting.length > 0) this.#ask(office, nowMs, effects);
  }

  /** An acceptor gave its word; the time counts from when it was asked. */
  onGrant(from: number, message: Extract<Message, { kind: 'lease-grant' }>, round: Round): void {
    this.#enter(round);
    if (message.round !== round) return;
    this.#grantedAtMs.set(from, Math.max(message.sentAtMs, this.#grantedAtMs.get(from) ?? Number.NEGATIVE_INFINITY));
  }

  /** True while acceptors that meet every phase-1 quorum keep the word that they gave for `round`. */
  hasLease(round: Round, leaseNowMs: number): boolean {
    if (round !== this.#round) return false;
    const trustMs = this.#rules.leaseTrustMs(leaseMs);
    let granters: NodeSet = 0;
    for (const [node, atMs] of this.#grantedAtMs) if (leaseNowMs < atMs + trustMs) granters |= 1 << node;
    return this.#meetsEveryPhase1(granters);
  }

  /** Asks again when confirmations do not come. */
  tick(office: Office, pace: Pace, nowMs: number, effects: Effects): void {
    this.#enter(office.round);
    const confirmation = this.#confirmation;
    if (confirmation === null || nowMs - confirmation.askedAtMs < pace.resendMs) return;
    this.#waiting = [...confirmation.requests, ...this.#waiting];
    this.#ask(office, nowMs, effects);
  }

  /** What was asked or granted for another round counts for nothing; home nodes ask again. */
  #enter(round: Round): void {
    if (round === this.#round) return;
    this.#round = round;
    this.#waiting = [];
    this.#confirmation = null;
    this.#grantedAtMs.clear();
  }

  #ask(office: Office, nowMs: number, effects: Effects): void {
    this.#sequence += 1;
    const { round, instance } = office;
    this.#confirmation = {
      sequence: this.#sequence,
      requests: this.#waiting,
      instance,
      askedAtMs: nowMs,
      confirmers: 0,
    };
    this.#waiting = [];
    broadcast(this.#quorums.nodes, { kind: 'confirm', round, sequence: this.#sequence }, effects);
  }

  #tell(requests: readonly ReadRequest[], instance: number, effects: Effects): void {
    for (const { home, id } of requests)
      effects.push({ kind: 'send', to: home, message: { kind: 'read-index', id, instance } });
  }

  /** For sizes: at least N − L + 1. */
  #meetsEveryPhase1(set: NodeSet): boolean {
    return !this.#quorums.isPhase1(fullNodeSet(this.#quorums.nodes) & ~set);
  }
}
