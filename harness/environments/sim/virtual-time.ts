/** One thing that will happen; equal times happen in the order in which they were asked for. */
type Entry = { readonly atMs: number; readonly order: number; readonly run: () => void };

/**
 * Virtual time: a queue of events, and a clock that jumps from one to the next. Every simulated event passes through here, so
 * it is written for speed.
 */
export class VirtualTime {
  readonly #heap: Entry[] = [];
  /** What is to happen before time goes on, in order. */
  #soon: (() => void)[] = [];
  #nowMs = 0;
  #order = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** When the next event is due, or null. */
  get nextAtMs(): number | null {
    return this.#soon.length > 0 ? this.#nowMs : (this.#heap[0]?.atMs ?? null);
  }

  after(delayMs: number, run: () => void): void {
    this.#push({ atMs: this.#nowMs + (delayMs > 0 ? delayMs : 0), order: this.#order++, run });
  }

  /** Runs `run` at this very moment, once what happens now has happened. */
  soon(run: () => void): void {
    this.#soon.push(run);
  }

  /** Runs the next event, and what it wants to happen soon; false when there is none. */
  step(): boolean {
    if (this.#soon.length > 0) {
      this.#runSoon();
      return true;
    }
    const [entry] = this.#heap;
    if (entry === undefined) return false;
    this.#pop();
    this.#nowMs = entry.atMs;
    entry.run();
    if (this.#soon.length > 0) this.#runSoon();
    return true;
  }

  #runSoon(): void {
    const soon = this.#soon;
    for (let at = 0; at < soon.length; at += 1) soon[at]?.();
    soon.length = 0;
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
