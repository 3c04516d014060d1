/** What ran out. */
export type Limit = 'time' | 'memory' | 'steps';

/** How far a check has come, for people who wait. */
export type Progress = Readonly<{
  /** Operations decided, of all: those of finished parts, and the longest linearized prefix of the present one. */
  done: number;
  total: number;
  operationsPerSecond: number;
  /** At the present rate; null as long as there is none. */
  remainingMs: number | null;
}>;

/** The limits of a check. The clock is given, so that the checker depends on nothing but its arguments. */
export type BudgetOptions = Readonly<{
  /** Milliseconds since any moment; never goes back. */
  now: () => number;
  timeLimitMs: number;
  /** What deciders may hold in typed arrays at one time. */
  memoryLimitBytes: number;
  /** Steps of one search; default: no limit. */
  stepsMax?: number;
  /** Told at most once in `progressEveryMs`. */
  onProgress?: (progress: Progress) => void;
}>;

const progressEveryMs = 500;

/**
 * What a check may still cost. Deciders ask `limitReached` every few thousand steps, and `reserve` room before they make
 * or grow an array, since nothing else bounds typed arrays: the limits of a worker thread do not count them.
 */
export class Budget {
  readonly #now: () => number;
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  readonly #startMs: number;
  #toldMs: number;
  #heldBytes = 0;
  #peakBytes = 0;
  #finished = 0;
  #total = 0;
  readonly deadlineMs: number;
  readonly memoryLimitBytes: number;
  /** What one search may take; whoever shares the time between parts sets it for each. */
  stepsMax: number;

  constructor({ now, timeLimitMs, memoryLimitBytes, stepsMax, onProgress }: BudgetOptions) {
    this.#now = now;
    this.#onProgress = onProgress;
    this.#startMs = now();
    this.#toldMs = this.#startMs;
    this.deadlineMs = this.#startMs + timeLimitMs;
    this.memoryLimitBytes = memoryLimitBytes;
    this.stepsMax = stepsMax ?? Number.MAX_SAFE_INTEGER;
  }

  get now(): () => number {
    return this.#now;
  }

  get elapsedMs(): number {
    return this.#now() - this.#startMs;
  }

  get freeBytes(): number {
    return this.memoryLimitBytes - this.#heldBytes;
  }

  get peakBytes(): number {
    return this.#peakBytes;
  }

  /** Accounts for `bytes` more; false, and nothing accounted, when there is no room for them. */
  reserve(bytes: number): boolean {
    if (bytes > this.freeBytes) return false;
    this.#heldBytes += bytes;
    this.#peakBytes = Math.max(this.#peakBytes, this.#heldBytes);
    return true;
  }

  /** Gives back what was reserved. */
  release(bytes: number): void {
    this.#heldBytes -= bytes;
  }

  /** Reads the clock; `done`: how many operations of the present part are in order at best. */
  limitReached(done: number): Limit | null {
    const nowMs = this.#now();
    if (this.#onProgress && nowMs - this.#toldMs >= progressEveryMs) {
      this.#toldMs = nowMs;
      this.#onProgress(this.#progress(nowMs, done));
    }
    return nowMs > this.deadlineMs ? 'time' : null;
  }

  /** The number of operations that are to be decided in all. */
  expect(total: number): void {
    this.#total = total;
  }

  /** A part with `operations` operations is decided. */
  finish(operations: number): void {
    this.#finished += operations;
  }

  #progress(nowMs: number, doneInPart: number): Progress {
    const done = this.#finished + doneInPart;
    const operationsPerSecond = (1000 * done) / Math.max(1, nowMs - this.#startMs);
    const remainingMs = done === 0 ? null : (1000 * (this.#total - done)) / operationsPerSecond;
    return { done, total: this.#total, operationsPerSecond, remainingMs };
  }
}
