import type { Pace } from './pace.ts';
import type { Value } from './value.ts';

const pendingMax = 10_000;

/** The commands of this node's own clients that are not applied yet, and when each is to be offered again. */
export class PendingCommands {
  readonly #dueAtMs = new Map<Value, { atMs: number; waitMs: number }>();
  /** None is due before. */
  #earliestMs = Number.POSITIVE_INFINITY;

  /** False when there are so many that one more is refused; asking again for a pending one is harmless. */
  add(value: Value, pace: Pace, nowMs: number): boolean {
    if (this.#dueAtMs.has(value)) return true;
    if (this.#dueAtMs.size >= pendingMax) return false;
    const atMs = nowMs + pace.offerMs;
    this.#dueAtMs.set(value, { atMs, waitMs: pace.offerMs });
    this.#earliestMs = Math.min(this.#earliestMs, atMs);
    return true;
  }

  has(value: Value): boolean {
    return this.#dueAtMs.has(value);
  }

  /** True when `value` was pending here, and so has a client to answer. */
  remove(value: Value): boolean {
    return this.#dueAtMs.delete(value);
  }

  /** The commands to offer again, each of them after twice as long as the time before, up to eight times `offerMs`. */
  takeDue(pace: Pace, nowMs: number): Value[] {
    const due: Value[] = [];
    if (nowMs < this.#earliestMs) return due;
    this.#earliestMs = Number.POSITIVE_INFINITY;
    for (const [value, entry] of this.#dueAtMs) {
      if (nowMs >= entry.atMs) {
        entry.waitMs = Math.min(entry.waitMs * 2, pace.offerMs * 8);
        entry.atMs = nowMs + entry.waitMs;
        due.push(value);
      }
      this.#earliestMs = Math.min(this.#earliestMs, entry.atMs);
    }
    return due;
  }

  all(): Value[] {
    return [...this.#dueAtMs.keys()];
  }
}
