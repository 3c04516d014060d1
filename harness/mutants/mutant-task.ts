import { type Mutant, mutants } from '#cluster-node';
import { invariant } from '#foundation';
import { simulate } from '../hunt/simulate.ts';
import { type DrawOptions, drawScenario, type SimViolation } from '../simulation/index.ts';
import { type Conviction, convictionIn, type Witnesses } from './conviction.ts';
import { directedScenarios } from './directed/index.ts';

/** One thing to find out about a mutant; `control`: about the correct node in its place, with seeds 1 to `seeds`. */
export type MutantTask = Readonly<{ mutant: string }> &
  (
    | Readonly<{ kind: 'directed' }>
    | Readonly<{ kind: 'swarm'; witnesses: Witnesses; seeds: number }>
    | Readonly<{ kind: 'control'; seeds: number }>
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

/** Called in a thread of a pool. */
export function runDirected({ mutant }: MutantTask): DirectedResult {
  const scenario = directedScenarios.get(mutant);
  invariant(scenario !== undefined, 'every mutant has a directed scenario', { mutant });
  return {
    byEverybody: convictionIn(scenario, 'everybody'),
    byClients: convictionIn(scenario, 'clients'),
    control: simulate({ ...scenario, mutant: null }).violation,
  };
}

/** Called in a thread of a pool: seed after seed, until one convicts. */
export function runSwarm({ mutant, witnesses, seeds }: Extract<MutantTask, { kind: 'swarm' }>): SwarmResult {
  const options = { ...settingOf(mutant), mutant };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const conviction = convictionIn(drawScenario(seed, options), witnesses);
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

/** Enough to have a write, or a stale read of what was written, at the right moment; fewer mostly miss it. */
const operationsIn = { log: 100, otherwise: 200 } as const;

function settingOf(name: string): DrawOptions {
  const mutant: Mutant | undefined = mutants.get(name);
  invariant(mutant !== undefined, 'the mutant exists', { name });
  const { system, reads = 'log' } = mutant;
  const operations = reads === 'log' ? operationsIn.log : operationsIn.otherwise;
  return { system, reads, onBrokenPick: 'choose', operations };
}
