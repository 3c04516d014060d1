import { Budget, type BudgetOptions, type Limit } from '../linearizability/budget.ts';

/** What a check of transactions may cost, and who is told how far it is. Without a clock there is no limit of time. */
export type EffortOptions = Partial<Omit<BudgetOptions, 'stepsMax'>>;

/** Thrown where a limit is reached, and caught by the check alone: what was found by then is still true. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
  readonly limit: Limit;

  constructor(limit: Limit) {
    super(`the limit of ${limit} was reached`);
    this.limit = limit;
  }
}

/** Steps, of some ten nanoseconds each, between two looks at the clock. */
const stepsPerLook = 65_536;

/** What the stages of a check are about, in this order; each is told as an equal share of the whole. */
export const stages = ['transactions', 'versions', 'anomalies', 'dependencies', 'cycles'] as const;
export type Stage = (typeof stages)[number];

/** Counts the steps of a check of transactions and the bytes of its arrays, and ends it at a limit. */
export class Effort {
  readonly #budget: Budget;
  readonly #total: number;
  #stepsLeft = stepsPerLook;
  #stage: Stage = 'transactions';

  /** `total`: how many transactions there are. */
  constructor({ now, timeLimitMs, memoryLimitBytes, onProgress }: EffortOptions, total: number) {
    this.#budget = new Budget({
      now: now ?? (() => 0),
      timeLimitMs: timeLimitMs ?? Number.POSITIVE_INFINITY,
      memoryLimitBytes: memoryLimitBytes ?? Number.POSITIVE_INFINITY,
      ...(onProgress && { onProgress }),
    });
    this.#total = total;
    this.#budget.expect(total);
  }

  get stage(): Stage {
    return this.#stage;
  }

  /** Begins a stage. @throws LimitReached */
  begin(stage: Stage): void {
    this.#stage = stage;
    this.#look();
  }

  /** Takes some steps. @throws LimitReached */
  spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft < 0) this.#look();
  }

  /** Accounts for arrays that are about to be made. @throws LimitReached */
  reserve(bytes: number): void {
    if (!this.#budget.reserve(bytes)) throw new LimitReached('memory');
  }

  /** Gives back what was reserved. */
  release(bytes: number): void {
    this.#budget.release(bytes);
  }

  #look(): void {
    this.#stepsLeft = stepsPerLook;
    const done = Math.floor((this.#total * stages.indexOf(this.#stage)) / stages.length);
    const limit = this.#budget.limitReached(done);
    if (limit !== null) throw new LimitReached(limit);
  }
}
