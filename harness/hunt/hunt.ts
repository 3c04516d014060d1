import type { Clock } from '../ports/index.ts';
import type { SeedResult } from './hunt-seed.ts';
import { HuntTally } from './hunt-tally.ts';
import type { Quarry } from './quarry.ts';
import { SeedThreads } from './seed-threads.ts';

export type HuntRequest = Readonly<{
  quarry: Quarry;
  firstSeed: number;
  /** How many seeds there are; null: no end. */
  seeds: number | null;
  /** After which no seed is waited for; null: none. */
  timeLimitMs: number | null;
  /** For one seed. */
  seedLimitMs: number;
  workers: number;
  /** Goes on after a failure. */
  continues: boolean;
  clock: Clock;
  /** Ends the hunt with what there is. */
  stop: AbortSignal;
  /** Hears of each seed, in the order of the seeds, when it has been counted. */
  observe(result: SeedResult, tally: HuntTally): void;
}>;

/**
 * Runs seed after seed, on several threads, until there are no more, time is over, or one fails. Results are counted in
 * the order of the seeds, and those after the first failure are not counted at all, so that a hunt comes to the same
 * whatever the number of its workers.
 */
export async function hunt(request: HuntRequest): Promise<HuntTally> {
  const { clock, workers, stop, timeLimitMs } = request;
  await using threads = new SeedThreads(workers, clock);
  const over = new AbortController();
  const done = new AbortController();
  const timeLimit =
    timeLimitMs === null
      ? Promise.resolve()
      : clock.sleep(timeLimitMs, done.signal).then(
          () => over.abort(),
          () => undefined,
        );
  const course = new HuntCourse(request, AbortSignal.any([stop, over.signal]));
  await Promise.all(Array.from({ length: workers }, () => course.run(threads)));
  done.abort();
  await timeLimit;
  return course.end();
}

/** Hands out seeds, and puts what comes back in order. */
class HuntCourse {
  readonly #request: HuntRequest;
  readonly #stop: AbortSignal;
  readonly #tally = new HuntTally();
  /** Results of seeds before which another one is still under way. */
  readonly #waiting = new Map<number, SeedResult>();
  #next: number;
  #counted: number;
  #hasFailed = false;
  #isClosed = false;

  constructor(request: HuntRequest, stop: AbortSignal) {
    this.#request = request;
    this.#stop = stop;
    this.#next = request.firstSeed;
    this.#counted = request.firstSeed;
  }

  async run(threads: SeedThreads): Promise<void> {
    const { quarry, seedLimitMs: limitMs } = this.#request;
    for (let seed = this.#take(); seed !== null; seed = this.#take()) {
      const result = await threads.run({ quarry, seed, limitMs }, this.#stop);
      if (result === null) return;
      this.#put(result);
    }
  }

  /** What was stopped leaves gaps; what is known beyond them counts as well. */
  end(): HuntTally {
    const left = [...this.#waiting.values()].sort((a, b) => a.seed - b.seed);
    for (const result of left) this.#count(result);
    return this.#tally;
  }

  #take(): number | null {
    const { firstSeed, seeds, continues } = this.#request;
    const isExhausted = seeds !== null && this.#next >= firstSeed + seeds;
    if (isExhausted || this.#stop.aborted || (this.#hasFailed && !continues)) return null;
    this.#next += 1;
    return this.#next - 1;
  }

  #put(result: SeedResult): void {
    if (isFailure(result)) this.#hasFailed = true;
    this.#waiting.set(result.seed, result);
    for (let next = this.#waiting.get(this.#counted); next !== undefined; next = this.#waiting.get(this.#counted)) {
      this.#waiting.delete(this.#counted);
      this.#counted += 1;
      this.#count(next);
    }
  }

  #count(result: SeedResult): void {
    if (this.#isClosed) return;
    this.#tally.add(result);
    if (isFailure(result) && !this.#request.continues) this.#isClosed = true;
    this.#request.observe(result, this.#tally);
  }
}

function isFailure(result: SeedResult): boolean {
  return result.kind === 'broken' || (result.kind === 'ended' && result.outcome.violation !== null);
}
