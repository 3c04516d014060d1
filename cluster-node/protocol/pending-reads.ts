import type { Pace } from './pace.ts';
import type { Value } from './value.ts';

const pendingMax = 10_000;

type PendingRead = { readonly value: Value; readonly atLeast: number; askedAtMs: number; instance: number | null };

/**
 * What this node may tell its clients only once a leader, confirmed in office, has said up to which instance to apply:
 * reads, and the outcomes of writes that nobody has vouched for.
 */
export class PendingReads {
  readonly #reads = new Map<number, PendingRead>();
  #id = 0;

  get isEmpty(): boolean {
    return this.#reads.size === 0;
  }

  /**
   * The id to ask the leader with; null when too many are pending. `atLeast`: a leader that does not know everything up
   * to this instance has to be asked again.
   */
  add(value: Value, atLeast: number, nowMs: number): number | null {
    if (this.#reads.size >= pendingMax) return null;
    this.#id += 1;
    this.#reads.set(this.#id, { value, atLeast, askedAtMs: nowMs, instance: null });
    return this.#id;
  }

  /** The leader's word. */
  onIndex(id: number, instance: number): void {
    const read = this.#reads.get(id);
    if (read !== undefined && instance >= read.atLeast) read.instance ??= instance;
  }

  /** Takes out what may be answered once everything up to `applied` is applied. */
  takeReady(applied: number): readonly Value[] {
    const ready: Value[] = [];
    for (const [id, { value, instance }] of this.#reads) {
      if (instance === null || instance > applied) continue;
      this.#reads.delete(id);
      ready.push(value);
    }
    return ready;
  }

  /** The ids to ask for again. */
  takeDue(pace: Pace, nowMs: number): readonly number[] {
    const due: number[] = [];
    for (const [id, read] of this.#reads) {
      if (read.instance !== null || nowMs - read.askedAtMs < pace.resendMs) continue;
      read.askedAtMs = nowMs;
      due.push(id);
    }
    return due;
  }
}
