import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Mutant, mutants } from '#cluster-node';
import { invariant, setInvariants } from '#foundation';
import { torture } from './torture.ts';

const seedsMax = 500;
const judges: readonly string[] = ['agreement', 'picking', 'linearizability'];
/** Those that need no more than what a torture run does. */
const names = [
  'unsynced-vote',
  'stale-accept',
  'highest-round-without-o4',
  'o4-needs-visible-quorum',
  'no-k2a',
  'fast-too-small',
  'recovery-too-small',
  'recovery-in-same-round',
  'learner-mixes-rounds',
  'lease-without-margin',
  'lease-on-wall-clock',
  'lease-forgotten',
  'amnesia',
];

function mutantNamed(name: string): Mutant {
  const mutant = mutants.get(name);
  invariant(mutant !== undefined, 'the mutant exists', { name });
  return mutant;
}

/** A broken node may also fail in other ways than by breaking an oracle; only the word of an oracle or of the checker counts here. */
function firstConviction({ rules, system, reads = 'log' }: Mutant): { seed: number; oracle: string } | null {
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    const { violation } = torture(seed, {
      protocol: 'fast-flexible',
      rules,
      quorums: system,
      reads,
      onBrokenPick: 'choose',
    });
    if (violation !== null && judges.includes(violation.oracle)) return { seed, oracle: violation.oracle };
  }
  return null;
}

describe('a judge of the in-memory cluster', () => {
  beforeAll(() => setInvariants(false));
  afterAll(() => setInvariants(true));

  test.each(names)(`convicts %s within ${seedsMax} seeds`, (name) => {
    expect(firstConviction(mutantNamed(name))).not.toBeNull();
  });

  test.each(names)('finds nothing at the setting of %s when no rule is broken', (name) => {
    const { system, reads = 'log' } = mutantNamed(name);
    for (let seed = 1; seed <= 30; seed += 1) {
      expect(torture(seed, { protocol: 'fast-flexible', quorums: system, reads }).violation).toBeNull();
    }
  });
});
