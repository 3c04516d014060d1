import { mutants } from '#cluster-node';
import { invariant, setInvariants } from '#foundation';
import { type Protocol, type TortureResult, torture } from '../environments/sim/torture.ts';

/** Seeds `from` to `through` of one setting. */
export type SeedRange = Readonly<{ protocol: Protocol; from: number; through: number; faults: 'all' | 'none' }>;

/** What a range of seeds showed, added up. */
export type SeedRangeResult = Readonly<{
  seeds: number;
  violations: readonly Readonly<{ seed: number; setting: string; oracle: string; message: string }>[];
  fast: number;
  classic: number;
  picks: Readonly<Record<string, number>>;
  settings: readonly string[];
}>;

/** Which seed convicted a mutant, and by which oracle; null: none up to `seedsMax`. */
export type Conviction = Readonly<{ seed: number; oracle: string }> | null;

/** Tortures the in-memory cluster with every seed of a range. Called in a thread of a pool. */
export function tortureSeeds({ protocol, from, through, faults }: SeedRange): SeedRangeResult {
  const results: TortureResult[] = [];
  for (let seed = from; seed <= through; seed += 1) results.push(torture(seed, { protocol, faults }));
  const picks: Record<string, number> = {};
  for (const result of results) {
    for (const [pickCase, count] of Object.entries(result.picks)) picks[pickCase] = (picks[pickCase] ?? 0) + count;
  }
  return {
    seeds: results.length,
    violations: results.flatMap(({ seed, setting, violation }) =>
      violation === null ? [] : [{ seed, setting, ...violation }],
    ),
    fast: results.reduce((sum, { decisions }) => sum + decisions.fast, 0),
    classic: results.reduce((sum, { decisions }) => sum + decisions.classic, 0),
    picks,
    settings: [...new Set(results.map(({ setting }) => setting))],
  };
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
      const { violation } = torture(seed, {
        protocol: 'fast-flexible',
        rules: mutant.rules,
        quorums: mutant.system,
        reads: mutant.reads ?? 'log',
        onBrokenPick: 'choose',
      });
      if (violation !== null && judges.has(violation.oracle)) return { seed, oracle: violation.oracle };
    }
    return null;
  } finally {
    setInvariants(true);
  }
}

const judges = new Set([
  'agreement',
  'picking',
  'durability',
  'regression',
  'divergence',
  'early-answer',
  'linearizability',
]);
