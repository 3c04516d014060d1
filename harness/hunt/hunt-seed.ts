import { SystemClock } from '../environments/system-clock.ts';
import type { SimOutcome } from '../simulation/index.ts';
import { type Quarry, scenarioOf } from './quarry.ts';
import { simulate } from './simulate.ts';

/** One seed of a hunt, and how long it may take on the clock of the wall. */
export type SeedTask = Readonly<{ quarry: Quarry; seed: number; limitMs: number }>;

/** What became of a seed: the outcome of its run; `unfinished`: it took too long; `broken`: the simulator itself failed. */
export type SeedResult = Readonly<{ seed: number }> &
  (
    | Readonly<{ kind: 'ended'; outcome: SimOutcome }>
    | Readonly<{ kind: 'unfinished' }>
    | Readonly<{ kind: 'broken'; reason: string }>
  );

/** Runs the scenario of a seed to its end or its limit. Called in a thread of a pool. */
export function huntSeed({ quarry, seed, limitMs }: SeedTask): SeedResult {
  const clock = new SystemClock();
  let isOver = false;
  const isStopped = (): boolean => {
    isOver = clock.nowNs() > limitMs * 1e6;
    return isOver;
  };
  try {
    const outcome = simulate(scenarioOf(quarry, seed), { isStopped });
    return isOver ? { seed, kind: 'unfinished' } : { seed, kind: 'ended', outcome };
  } catch (error) {
    return { seed, kind: 'broken', reason: error instanceof Error ? error.message : String(error) };
  }
}
