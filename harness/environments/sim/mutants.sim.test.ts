import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mutants } from '#cluster-node';
import { setInvariants } from '#foundation';
import { torture } from './torture.ts';

const seedsMax = 500;

/** A broken node may also fail in other ways than by breaking an oracle; only an oracle's word counts here. */
function firstConviction(name: string): { seed: number; oracle: string } | null {
  const mutant = mutants.get(name);
  if (mutant === undefined) return null;
  const { rules, least: quorums } = mutant;
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    const { violation } = torture(seed, { protocol: 'fast-flexible', rules, quorums, onBrokenPick: 'choose' });
    if (violation !== null && ['agreement', 'picking'].includes(violation.oracle))
      return { seed, oracle: violation.oracle };
  }
  return null;
}

describe('an oracle of the in-memory cluster', () => {
  beforeAll(() => setInvariants(false));
  afterAll(() => setInvariants(true));

  test.each([...mutants.values()].map(({ number, name, wrongStep }) => [number, name, wrongStep] as const))(
    `convicts bug %i, %s, within ${seedsMax} seeds: %s`,
    (_number, name) => {
      expect(firstConviction(name)).not.toBeNull();
    },
  );

  test.each([...mutants.values()].map(({ name, least }) => [name, least] as const))(
    'finds nothing at the setting of %s when no rule is broken',
    (_name, quorums) => {
      for (let seed = 1; seed <= 30; seed += 1) {
        expect(torture(seed, { protocol: 'fast-flexible', quorums }).violation).toBeNull();
      }
    },
  );
});
