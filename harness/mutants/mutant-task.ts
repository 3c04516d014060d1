import { type Mutant, mutants } from '#cluster-node';
import { invariant } from '#foundation';
import { SystemClock } from '../environments/system-clock.ts';
import { simulate } from '../hunt/simulate.ts';
import { shrink } from '../shrink/shrink.ts';
import { type DrawOptions, drawScenario, type SimScenario, type SimViolation } from '../simulation/index.ts';
import { type Conviction, convictionIn, type Witnesses } from './conviction.ts';
import { directedScenarios } from './directed/index.ts';

/** One thing to find out about a mutant; `control`: about the correct node in its place, with seeds 1 to `seeds`. */
export type MutantTask = Readonly<{ mutant: string }> &
  (
    | Readonly<{ kind: 'directed' }>
    | Readonly<{ kind: 'swarm'; witnesses: Witnesses; seeds: number }>
    | Readonly<{ kind: 'control'; seeds: number }>
    /** `seed`: of the drawn scenario that convicts; null: the directed one. */
    | Readonly<{ kind: 'shrink'; seed: number | null }>
  );

/** What one run of the directed scenario showed; `control`: what the correct node did wrong under it. */
export type DirectedResult = Readonly<{
  byEverybody: Conviction | null;
  byClients: Conviction | null;
  control: SimViolation | null;
}>;

/** After how many seeds a mutant was convicted, or how many it survived. */
export type SwarmResult = Readonly<{ seeds: number; conviction: Conviction | null }>;

export type ControlResult = Readonly<{ seeds: number; violation: (SimViolation & { seed: number }) | null }>;

/** What a convicting scenario was reduced to; `isMinimal` false: the runs that were allowed did not suffice to leave out all that can be. */
export type ShrunkSize = Readonly<{ operations: number; faults: number; messages: number; isMinimal: boolean }>;

/** Called in a thread of a pool. */
export function runDirected({ mutant }: MutantTask): DirectedResult {
  const scenario = directedScenarioOf(mutant);
  return {
    byEverybody: convictionIn(scenario, 'everybody'),
    byClients: convictionIn(scenario, 'clients'),
    control: simulate({ ...scenario, mutant: null }).violation,
  };
}

/** Called in a thread of a pool: seed after seed, until one convicts. */
export function runSwarm({ mutant, witnesses, seeds }: Extract<MutantTask, { kind: 'swarm' }>): SwarmResult {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const conviction = convictionIn(drawnScenarioOf(mutant, seed), witnesses);
    if (conviction !== null) return { seeds: seed, conviction };
  }
  return { seeds, conviction: null };
}

/** Called in a thread of a pool: the correct node has to come through all seeds. */
export function runControl({ mutant, seeds }: Extract<MutantTask, { kind: 'control' }>): ControlResult {
  const options = settingOf(mutant);
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { violation } = simulate(drawScenario(seed, options));
    if (violation !== null) return { seeds: seed, violation: { ...violation, seed } };
  }
  return { seeds, violation: null };
}

/** Called in a thread of a pool: reduces a scenario that convicts. */
export async function runShrink({ mutant, seed }: Extract<MutantTask, { kind: 'shrink' }>): Promise<ShrunkSize> {
  const scenario = seed === null ? directedScenarioOf(mutant) : drawnScenarioOf(mutant, seed);
  const stop = new AbortController().signal;
  const observe = (): void => undefined;
  const shrunk = await shrink({ scenario, clock: new SystemClock(), ...shrinkLimits, stop, observe });
  invariant(shrunk !== null, 'what convicts fails', { mutant, seed });
  const { operations, faults, messages } = shrunk.scenario;
  return {
    operations: operations.length,
    faults: faults.length,
    messages: messages.length,
    isMinimal: shrunk.isMinimal,
  };
}

/** So few that the table stays quick; `ballotproof shrink` takes its time. */
const shrinkLimits = { runsMax: 4_000, timeLimitMs: 60_000 } as const;

function directedScenarioOf(mutant: string): SimScenario {
  const scenario = directedScenarios.get(mutant);
  invariant(scenario !== undefined, 'every mutant has a directed scenario', { mutant });
  return scenario;
}

function drawnScenarioOf(mutant: string, seed: number): SimScenario {
  return drawScenario(seed, { ...settingOf(mutant), mutant });
}

/** Enough to have a write, or a stale read of what was written, at the right moment; fewer mostly miss it. */
const operationsIn = { log: 100, otherwise: 200 } as const;

function settingOf(name: string): DrawOptions {
  const mutant: Mutant | undefined = mutants.get(name);
  invariant(mutant !== undefined, 'the mutant exists', { name });
  const { system, reads = 'log' } = mutant;
  const operations = reads === 'log' ? operationsIn.log : operationsIn.otherwise;
  return { system, reads, onBrokenPick: 'choose', operations };
}
