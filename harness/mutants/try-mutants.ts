import type { Mutant } from '#cluster-node';
import type { ControlResult, DirectedResult, ShrunkSize, SwarmResult } from './mutant-task.ts';
import { MutantThreads } from './mutant-threads.ts';

/** What to try with each mutant. */
export type MutantTrials = Readonly<{
  directed: boolean;
  /** Seeds of the swarm at most: for everybody, for those who see what clients saw, and for the correct node. Null: no swarm. */
  swarm: Readonly<{ seeds: number; clientSeeds: number; controlSeeds: number }> | null;
  workers: number;
  signal: AbortSignal;
  /** Hears of each mutant that is done. */
  observe?: (tried: TriedMutant) => void;
}>;

/** What the swarm came to: with oracles, without, and with the correct node in its place. */
export type SwarmTrial = Readonly<{ byEverybody: SwarmResult; byClients: SwarmResult; control: ControlResult }>;

/**
 * One mutant, and what came of it; null: that was not tried. `shrunk`: how small the convicting scenario of the swarm gets, or, where there
 * is none, the directed one; null: nothing convicted.
 */
export type TriedMutant = Readonly<{
  mutant: Mutant;
  directed: DirectedResult | null;
  swarm: SwarmTrial | null;
  shrunk: ShrunkSize | null;
}>;

/** Tries all of `list`, on several threads. What `signal` ends is left out: those mutants come back that are done. */
export async function tryMutants(list: readonly Mutant[], trials: MutantTrials): Promise<readonly TriedMutant[]> {
  await using threads = new MutantThreads(trials.workers, trials.signal);
  const all = await Promise.all(
    list.map(async (mutant): Promise<TriedMutant | null> => {
      try {
        const tried = await tryMutant(mutant, trials, threads);
        trials.observe?.(tried);
        return tried;
      } catch (error) {
        if (trials.signal.aborted) return null;
        throw error;
      }
    }),
  );
  return all.filter((tried) => tried !== null);
}

async function tryMutant(mutant: Mutant, trials: MutantTrials, threads: MutantThreads): Promise<TriedMutant> {
  const { name } = mutant;
  const [directed, swarm] = await Promise.all([
    trials.directed ? threads.directed(name) : null,
    trials.swarm === null ? null : trySwarm(name, trials.swarm, threads),
  ]);
  return { mutant, directed, swarm, shrunk: await shrinkConviction(name, { directed, swarm }, threads) };
}

async function shrinkConviction(
  mutant: string,
  { directed, swarm }: Pick<TriedMutant, 'directed' | 'swarm'>,
  threads: MutantThreads,
): Promise<ShrunkSize | null> {
  const drawn = swarm?.byEverybody.conviction ?? null;
  if (drawn !== null) return threads.shrink(mutant, drawn.seed);
  return directed === null || directed.byEverybody === null ? null : threads.shrink(mutant, null);
}

async function trySwarm(
  mutant: string,
  { seeds, clientSeeds, controlSeeds }: NonNullable<MutantTrials['swarm']>,
  threads: MutantThreads,
): Promise<SwarmTrial> {
  const [byEverybody, byClients, control] = await Promise.all([
    threads.swarm({ mutant, witnesses: 'everybody', seeds }),
    threads.swarm({ mutant, witnesses: 'clients', seeds: clientSeeds }),
    threads.control(mutant, controlSeeds),
  ]);
  return { byEverybody, byClients, control };
}
