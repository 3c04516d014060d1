import type { NodeSet, QuorumFamily } from '#quorums';
import type { Pace } from './pace.ts';

/**
 * Which nodes answered a leader's heartbeats lately, and so whether the leader can still get anything decided.
 * protocol.md 4.9.
 */
export class HeartbeatAnswers {
  readonly #self: number;
  readonly #quorums: QuorumFamily;
  #answeredAtMs: number[] = [];
  #weakSinceMs: number | null = null;

  constructor(self: number, quorums: QuorumFamily) {
    this.#self = self;
    this.#quorums = quorums;
  }

  /** Phase 1 is complete: everybody gets the benefit of the doubt. */
  restart(nowMs: number): void {
    this.#answeredAtMs = Array.from({ length: this.#quorums.nodes }, () => nowMs);
    this.#weakSinceMs = null;
  }

  record(from: number, nowMs: number): void {
    this.#answeredAtMs[from] = nowMs;
  }

  /** Who answered lately, this node included. */
  latest(pace: Pace, nowMs: number): NodeSet {
    let set: NodeSet = 1 << this.#self;
    for (const [node, atMs] of this.#answeredAtMs.entries()) if (nowMs - atMs < pace.silenceMs) set |= 1 << node;
    return set;
  }

  /** True once no phase-2 quorum of classic rounds has answered for an election timeout; to be asked again and again. */
  areTooFew(pace: Pace, nowMs: number): boolean {
    if (this.#quorums.isClassic(this.latest(pace, nowMs))) {
      this.#weakSinceMs = null;
      return false;
    }
    this.#weakSinceMs ??= nowMs;
    return nowMs - this.#weakSinceMs >= pace.electionTimeoutMs;
  }
}
