type Delayed = Readonly<{ dueAtMs: number; sizeBytes: number; act: () => void }>;

/** More than this under way and the sender has to wait: what a link of 10 s holds at 6 MB a second. */
const heldBytesMax = 64 * 1024 * 1024;

/**
 * Puts off one thing after the other by the same time, so that none overtakes another and each has a due time of its own;
 * a line without delay acts at once.
 */
export class DelayLine {
  readonly #delayMs: number;
  #queue: Delayed[] = [];
  #heldBytes = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  /** Whether so much is under way that no more should be pushed for a while. */
  get isFull(): boolean {
    return this.#heldBytes >= heldBytesMax;
  }

  /** Does `act`, which hands on `sizeBytes`, when its time has come. */
  push(sizeBytes: number, act: () => void): void {
    if (this.#delayMs === 0) return act();
    this.#queue.push({ dueAtMs: performance.now() + this.#delayMs, sizeBytes, act });
    this.#heldBytes += sizeBytes;
    this.#wait();
  }

  /** Drops what is under way. */
  clear(): void {
    this.#queue = [];
    this.#heldBytes = 0;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #wait(): void {
    const [first] = this.#queue;
    if (first === undefined || this.#timer !== null) return;
    const inMs = Math.max(0, Math.ceil(first.dueAtMs - performance.now()));
    this.#timer = setTimeout(() => this.#actOnDue(), inMs);
  }

  /** What an act does to the line, clearing it say, holds for the next. */
  #actOnDue(): void {
    const nowMs = performance.now();
    this.#timer = null;
    for (let [first] = this.#queue; first !== undefined && first.dueAtMs <= nowMs; [first] = this.#queue) {
      this.#queue.shift();
      this.#heldBytes -= first.sizeBytes;
      first.act();
    }
    this.#wait();
  }
}
