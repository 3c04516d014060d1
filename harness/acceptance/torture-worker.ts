import { mutants } from '#cluster-node';
import { invariant, setInvariants } from '#foundation';
import { systemText } from '#quorums';
import { convictingJudges, drawScenario, type Protocol, runScenario } from '../simulation/index.ts';

/** Seeds `from` to `through` of one setting. */
export type SeedRange = Readonly<{ protocol: Protocol; from: number; through: number; faults: 'all' | 'none' }>;

/** What a range of seeds showed, added up. */
export type SeedRangeResult = Readonly<{
  seeds: number;
  violations: readonly Readonly<{ seed: number; setting: string; judge: string; message: string }>[];
  /** How often each situation occurred. */
  coverage: Readonly<Record<string, number>>;
  settings: readonly string[];
}>;

/** Which seed convicted a mutant, and by which judge; null: none up to `seedsMax`. */
export type Conviction = Readonly<{ seed: number; judge: string }> | null;

/** Runs the scenario of every seed of a range. Called in a thread of a pool. */
export function tortureSeeds({ protocol, from, through, faults }: SeedRange): SeedRangeResult {
  const violations: SeedRangeResult['violations'][number][] = [];
  const coverage: Record<string, number> = {};
  const settings = new Set<string>();
  for (let seed = from; seed <= through; seed += 1) {
    const scenario = drawScenario(seed, { protocol, faults, reads: 'log' });
    const setting = systemText(scenario.system);
    const outcome = runScenario(scenario);
    settings.add(setting);
    for (const [situation, count] of Object.entries(outcome.coverage))
      coverage[situation] = (coverage[situation] ?? 0) + count;
    const { violation } = outcome;
    if (violation !== null) violations.push({ seed, setting, judge: violation.judge, message: violation.message });
  }
  return { seeds: through - from + 1, violations, coverage, settings: [...settings] };
}

/**
 * The first seed at which a mutant is convicted, with the assertions of the nodes switched off. A broken node may also
 * stall or stop; only the word of an oracle, or of the checker on the clients' history, counts.
 */
export function convictMutant({ name, seedsMax }: Readonly<{ name: string; seedsMax: number }>): Conviction {
  const mutant = mutants.get(name);
  invariant(mutant !== undefined, 'the mutant exists', { name });
  setInvariants(false);
  try {
    for (let seed = 1; seed <= seedsMax; seed += 1) {
      const { system, reads = 'log', rules } = mutant;
      const { violation } = runScenario(drawScenario(seed, { system, reads, onBrokenPick: 'choose' }), { rules });
      if (violation !== null && convictingJudges.has(violation.judge)) return { seed, judge: violation.judge };
    }
    return null;
  } finally {
    setInvariants(true);
  }
}
