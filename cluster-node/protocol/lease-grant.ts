/** How long an acceptor keeps its word, by its own clock, in milliseconds. The same on all nodes. */
export const leaseMs = 1_000;

/**
 * An acceptor's side of a lease: while it lasts, no 1a of another owner is answered. It is not on disk, so an acceptor
 * that restarts keeps silent for as long as any grant of its former life may last. protocol.md 4.7 (c).
 */
export class LeaseGrant {
  #holder: number | null = null;
  #untilMs = Number.NEGATIVE_INFINITY;

  grant(holder: number, nowMs: number): void {
    this.#holder = holder;
    this.#untilMs = nowMs + leaseMs;
  }

  /** Something may have been granted that is not remembered. */
  forgot(nowMs: number): void {
    this.#holder = null;
    this.#untilMs = nowMs + leaseMs;
  }

  forbids(candidate: number, nowMs: number): boolean {
    return nowMs < this.#untilMs && candidate !== this.#holder;
  }
}
