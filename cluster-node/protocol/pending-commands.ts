import type { Pace } from './pace.ts';
import type { Value } from './value.ts';

const pendingMax = 10_000;

/** The commands of this node's own clients that are not applied yet, and when each is to be offered again. */
export class PendingCommands {
  readonly #dueAtMs = new Map<Value, { atMs: number; waitMs: number }>();

  /** False when there are so many that one more is refused; asking again for a pending one is harmless. */
  add(value: Value, pace: Pace, nowMs: number): boolean {
    if (this.#dueAtMs.has(value)) return true;
    if (this.#dueAtMs.size >= pendingMax) return false;
    this.#dueAtMs.set(value, { atMs: nowMs + pace.offerMs, waitMs: pace.offerMs });
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
    for (const [value, entry] of this.#dueAtMs) {
      if (nowMs < entry.atMs) continue;
      entry.waitMs = Math.min(entry.waitMs * 2, pace.offerMs * 8);
      entry.atMs = nowMs + entry.waitMs;
      due.push(value);
    }
    return due;
  }

  all(): Value[] {
    return [...this.#dueAtMs.keys()];
  }
}
