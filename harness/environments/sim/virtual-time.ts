/**
 * Virtual time: a queue of events, and a clock that jumps from one to the next; equal times happen in the order in which they were
 * asked for. Every simulated event passes through here, so it is written for speed: the queue is a binary heap in three arrays side
 * by side, in which comparing entries touches numbers and no objects.
 */
export class VirtualTime {
  /** When each entry is due, and how many were asked for before it; as many as there are tasks count. */
  #times = new Float64Array(256);
  #orders = new Float64Array(256);
  readonly #tasks: (() => void)[] = [];
  /** What is to happen before time goes on, in order: as many as count. It is not shortened, since it would have to grow again at once. */
  readonly #soon: (() => void)[] = [];
  #soonCount = 0;
  #nowMs = 0;
  #order = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  /** When the next event is due, or null. */
  get nextAtMs(): number | null {
    if (this.#soonCount > 0) return this.#nowMs;
    return this.#tasks.length > 0 ? (this.#times[0] ?? null) : null;
  }

  after(delayMs: number, run: () => void): void {
    const atMs = this.#nowMs + (delayMs > 0 ? delayMs : 0);
    const tasks = this.#tasks;
    let at = tasks.length;
    if (at === this.#times.length) this.#grow();
    const times = this.#times;
    const orders = this.#orders;
    tasks.push(run);
    // nobody was asked for later, so that it overtakes whoever is due later, and nobody else
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentMs = times[parent] ?? 0;
      if (parentMs <= atMs) break;
      times[at] = parentMs;
      orders[at] = orders[parent] ?? 0;
      tasks[at] = tasks[parent] ?? run;
      at = parent;
    }
    times[at] = atMs;
    orders[at] = this.#order;
    tasks[at] = run;
    this.#order += 1;
  }

  /** Runs `run` at this very moment, once what happens now has happened. */
  soon(run: () => void): void {
    this.#soon[this.#soonCount] = run;
    this.#soonCount += 1;
  }

  /** Runs the next event, and what it wants to happen soon; false when there is none. */
  step(): boolean {
    if (this.#soonCount > 0) {
      this.#runSoon();
      return true;
    }
    const [task] = this.#tasks;
    if (task === undefined) return false;
    this.#nowMs = this.#times[0] ?? 0;
    this.#removeFirst();
    task();
    if (this.#soonCount > 0) this.#runSoon();
    return true;
  }

  #runSoon(): void {
    const soon = this.#soon;
    for (let at = 0; at < this.#soonCount; at += 1) soon[at]?.();
    this.#soonCount = 0;
  }

  /** The last entry takes the place of the first, and sinks below all that are due before it. */
  #removeFirst(): void {
    const times = this.#times;
    const orders = this.#orders;
    const tasks = this.#tasks;
    const last = tasks.pop();
    const size = tasks.length;
    if (last === undefined || size === 0) return;
    const lastMs = times[size] ?? 0;
    const lastOrder = orders[size] ?? 0;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      let childMs = times[child] ?? 0;
      const right = child + 1;
      if (right < size) {
        const rightMs = times[right] ?? 0;
        if (rightMs < childMs || (rightMs === childMs && (orders[right] ?? 0) < (orders[child] ?? 0))) {
          child = right;
          childMs = rightMs;
        }
      }
      if (childMs > lastMs || (childMs === lastMs && (orders[child] ?? 0) > lastOrder)) break;
      times[at] = childMs;
      orders[at] = orders[child] ?? 0;
      tasks[at] = tasks[child] ?? last;
      at = child;
    }
    times[at] = lastMs;
    orders[at] = lastOrder;
    tasks[at] = last;
  }

  #grow(): void {
    this.#times = grown(this.#times);
    this.#orders = grown(this.#orders);
  }
}

function grown(numbers: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
