import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mutants } from '#cluster-node';
import { setInvariants } from '#foundation';
import { torture } from './torture.ts';

const seedsMax = 500;
const judges: readonly string[] = [
  'agreement',
  'picking',
  'durability',
  'regression',
  'divergence',
  'early-answer',
  'linearizability',
];

/** A broken node may also fail in other ways than by breaking an oracle; only the word of an oracle or of the checker counts here. */
function firstConviction(name: string): { seed: number; oracle: string } | null {
  const mutant = mutants.get(name);
  if (mutant === undefined) return null;
  const { rules, least, reads = 'log' } = mutant;
  const quorums = { kind: 'cardinality', ...least } as const;
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    const { violation } = torture(seed, { protocol: 'fast-flexible', rules, quorums, reads, onBrokenPick: 'choose' });
    if (violation !== null && judges.includes(violation.oracle)) return { seed, oracle: violation.oracle };
  }
  return null;
}

describe('a judge of the in-memory cluster', () => {
  beforeAll(() => setInvariants(false));
  afterAll(() => setInvariants(true));

  test.each([...mutants.values()].map(({ number, name, wrongStep }) => [number, name, wrongStep] as const))(
    `convicts bug %i, %s, within ${seedsMax} seeds: %s`,
    (_number, name) => {
      expect(firstConviction(name)).not.toBeNull();
    },
  );

  test.each([...mutants.values()].map(({ name, least, reads }) => [name, least, reads ?? 'log'] as const))(
    'finds nothing at the setting of %s when no rule is broken',
    (_name, least, reads) => {
      const quorums = { kind: 'cardinality', ...least } as const;
      for (let seed = 1; seed <= 30; seed += 1) {
        expect(torture(seed, { protocol: 'fast-flexible', quorums, reads }).violation).toBeNull();
      }
    },
  );
});
