import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { fileAsRun } from '#foundation';
import type { Clock } from '../ports/index.ts';
import type { SeedResult, SeedTask } from './hunt-seed.ts';

/** Threads that run seeds, one at a time each. */
export class SeedThreads implements AsyncDisposable {
  readonly #pool: Piscina<SeedTask, SeedResult>;
  readonly #clock: Clock;

  constructor(threads: number, clock: Clock) {
    this.#clock = clock;
    this.#pool = new Piscina({
      filename: fileURLToPath(new URL(fileAsRun('./hunt-seed.ts'), import.meta.url)),
      name: 'huntSeed',
      minThreads: threads,
      maxThreads: threads,
      resourceLimits: { maxYoungGenerationSizeMb },
    });
  }

  /**
   * Runs a seed. One that does not even come to ask whether its time is over is ended with its thread, of which there is a new one
   * then. Null: `stop` came first.
   */
  async run(task: SeedTask, stop: AbortSignal): Promise<SeedResult | null> {
    const end = new AbortController();
    const done = new AbortController();
    const patience = this.#clock.sleep(task.limitMs * 1.5 + startMs, done.signal).then(
      () => end.abort(),
      () => undefined,
    );
    try {
      return await this.#pool.run(task, { signal: AbortSignal.any([stop, end.signal]) });
    } catch (error) {
      if (stop.aborted) return null;
      const { seed } = task;
      if (end.signal.aborted) return { seed, kind: 'unfinished' };
      return { seed, kind: 'broken', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      done.abort();
      await patience;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pool.destroy();
  }
}

/** A run leaves hardly anything behind, so that a large young generation is collected seldom, and cheaply. */
const maxYoungGenerationSizeMb = 96;

/** The first seed of a thread waits until all sources are loaded. */
const startMs = 5_000;
