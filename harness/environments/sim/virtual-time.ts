/** One thing that will happen; equal times happen in the order in which they were asked for. */
type Entry = { readonly atMs: number; readonly order: number; readonly run: () => void };

/** So long after it was asked for happens what happens soon: after what arrives at the same moment. */
const soonMs = 0.005;

/**
 * Virtual time: a queue of events, and a clock that jumps from one to the next. Every simulated event passes through here, so
 * it is written for speed: a binary heap, and a plain queue beside it for what all waits equally long.
 */
export class VirtualTime {
  readonly #heap: Entry[] = [];
  /** Sorted by itself, because everything in it was asked for `soonMs` ahead. */
  #soon: Entry[] = [];
  #soonAt = 0;
  #nowMs = 0;
  #order = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** When the next event is due, or null. */
  get nextAtMs(): number | null {
    return this.#next()?.atMs ?? null;
  }

  after(delayMs: number, run: () => void): void {
    this.#push({ atMs: this.#nowMs + (delayMs > 0 ? delayMs : 0), order: this.#order++, run });
  }

  /** Runs `run` five microseconds later. */
  soon(run: () => void): void {
    this.#soon.push({ atMs: this.#nowMs + soonMs, order: this.#order++, run });
  }

  /** Runs the next event; false when there is none. */
  step(): boolean {
    const entry = this.#next();
    if (entry === undefined) return false;
    if (entry === this.#heap[0]) this.#pop();
    else this.#dropSoon();
    this.#nowMs = entry.atMs;
    entry.run();
    return true;
  }

  #next(): Entry | undefined {
    const later = this.#heap[0];
    const soon = this.#soon[this.#soonAt];
    if (soon === undefined) return later;
    return later !== undefined && isBefore(later, soon) ? later : soon;
  }

  #dropSoon(): void {
    this.#soonAt += 1;
    if (this.#soonAt < this.#soon.length) return;
    this.#soon = [];
    this.#soonAt = 0;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    const length = heap.length;
    if (last === undefined || length === 0) return;
    let at = 0;
    for (;;) {
      let smaller = 2 * at + 1;
      let child = heap[smaller];
      if (child === undefined) break;
      const right = heap[smaller + 1];
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        smaller += 1;
      }
      if (!isBefore(child, last)) break;
      heap[at] = child;
      at = smaller;
    }
    heap[at] = last;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
