import { createHash } from 'node:crypto';
import type { SimViolation } from '../simulation/index.ts';
import type { SeedResult } from './hunt-seed.ts';

/** A seed that failed. */
export type HuntFailure = Readonly<{ seed: number; violation: SimViolation; hash: string }>;

/** What a hunt has come to so far. */
export class HuntTally {
  readonly failures: HuntFailure[] = [];
  /** Seeds that took too long. */
  readonly unfinished: number[] = [];
  /** Seeds on which the simulator itself failed. */
  readonly broken: { seed: number; reason: string }[] = [];
  /** How often each situation occurred. */
  readonly coverage: Map<string, number> = new Map();
  ended = 0;
  events = 0;
  simulatedMs = 0;
  operations = 0;
  readonly #hash = createHash('sha256');

  /** Seeds of every kind. */
  get seeds(): number {
    return this.ended + this.unfinished.length + this.broken.length;
  }

  /** Of all outcomes in their order: equal hashes are equal hunts. 16 hexadecimal digits. */
  get hash(): string {
    return this.#hash.copy().digest('hex').slice(0, 16);
  }

  add(result: SeedResult): void {
    this.#hash.update(JSON.stringify(result));
    switch (result.kind) {
      case 'unfinished':
        this.unfinished.push(result.seed);
        return;
      case 'broken':
        this.broken.push({ seed: result.seed, reason: result.reason });
        return;
      case 'ended':
        return this.#addOutcome(result);
    }
  }

  #addOutcome({ seed, outcome }: Extract<SeedResult, { kind: 'ended' }>): void {
    const { violation, events, endedAtMs, operations, coverage, hash } = outcome;
    this.ended += 1;
    this.events += events;
    this.simulatedMs += endedAtMs;
    this.operations += operations.ok + operations.fail + operations.info;
    for (const [name, times] of Object.entries(coverage))
      this.coverage.set(name, (this.coverage.get(name) ?? 0) + times);
    if (violation !== null) this.failures.push({ seed, violation, hash });
  }
}
