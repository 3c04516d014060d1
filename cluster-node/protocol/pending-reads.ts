import type { Pace } from './pace.ts';
import type { Value } from './value.ts';

const pendingMax = 10_000;

/** `value`: the read to answer; null: nobody waits, but the leader's word is wanted. */
type PendingRead = { readonly value: Value | null; askedAtMs: number; instance: number | null };

/** What this node has asked the leader about: how far to apply, before a read may be answered from its own state. */
export class PendingReads {
  readonly #reads = new Map<number, PendingRead>();
  #id = 0;

  /** Ids of different lives of a node differ, so that what was said to the last one is not taken for this one's. */
  beginLife(life: number): void {
    this.#id = life * 2 ** 32;
  }

  get isEmpty(): boolean {
    return this.#reads.size === 0;
  }

  /** The id to ask the leader with; null when too many are pending. */
  add(value: Value | null, nowMs: number): number | null {
    if (this.#reads.size >= pendingMax) return null;
    this.#id += 1;
    this.#reads.set(this.#id, { value, askedAtMs: nowMs, instance: null });
    return this.#id;
  }

  /** The leader's word. False: nobody waits for it any more. */
  onIndex(id: number, instance: number): boolean {
    const read = this.#reads.get(id);
    if (read === undefined) return false;
    read.instance ??= instance;
    return true;
  }

  /** Takes out what may be answered once everything up to `applied` is applied. */
  takeReady(applied: number): readonly Value[] {
    const ready: Value[] = [];
    for (const [id, { value, instance }] of this.#reads) {
      if (instance === null || (instance > applied && value !== null)) continue;
      this.#reads.delete(id);
      if (value !== null) ready.push(value);
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
