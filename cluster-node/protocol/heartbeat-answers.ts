import type { NodeSet } from '#quorums';
import type { Pace } from './pace.ts';

/**
 * Which nodes answered a leader's heartbeats lately, and so whether the leader can still get anything decided.
 * protocol.md 4.9.
 */
export class HeartbeatAnswers {
  readonly #self: number;
  /** Minus infinity: never. */
  readonly #answeredAtMs: Float64Array;
  #weakSinceMs: number | null = null;

  /** `self`: of `nodes` many. */
  constructor(self: number, nodes: number) {
    this.#self = self;
    this.#answeredAtMs = new Float64Array(nodes).fill(Number.NEGATIVE_INFINITY);
  }

  /** Phase 1 is complete: everybody gets the benefit of the doubt. */
  restart(nowMs: number): void {
    this.#answeredAtMs.fill(nowMs);
    this.#weakSinceMs = null;
  }

  record(from: number, nowMs: number): void {
    this.#answeredAtMs[from] = nowMs;
  }

  /** Who answered lately, this node included. */
  latest(pace: Pace, nowMs: number): NodeSet {
    let set: NodeSet = 1 << this.#self;
    for (let node = 0; node < this.#answeredAtMs.length; node += 1) {
      if (nowMs - (this.#answeredAtMs[node] ?? 0) < pace.silenceMs) set |= 1 << node;
    }
    return set;
  }

  /** True once too few for `isEnough` have answered for an election timeout; to be asked again and again. */
  areTooFew(isEnough: (answering: NodeSet) => boolean, pace: Pace, nowMs: number): boolean {
    if (isEnough(this.latest(pace, nowMs))) {
      this.#weakSinceMs = null;
      return false;
    }
    this.#weakSinceMs ??= nowMs;
    return nowMs - this.#weakSinceMs >= pace.electionTimeoutMs;
  }
}
