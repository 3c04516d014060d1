import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Mutant, mutants } from '#cluster-node';
import { invariant, setInvariants } from '#foundation';
import { drawScenario } from './draw-scenario.ts';
import { runScenario } from './run-scenario.ts';
import { convictingJudges, type SimViolation } from './sim-outcome.ts';

const seedsMax = 500;
/** Those that need no more than what a drawn scenario does. */
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

/** A broken node may also stop or stall; only the word of those counts that say what it did wrong. */
function firstConviction({ rules, system, reads = 'log' }: Mutant): SimViolation | null {
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    const scenario = drawScenario(seed, { system, reads, onBrokenPick: 'choose' });
    const { violation } = runScenario(scenario, { rules });
    if (violation !== null && convictingJudges.has(violation.judge)) return violation;
  }
  return null;
}

describe('a judge of simulated clusters', () => {
  beforeAll(() => setInvariants(false));
  afterAll(() => setInvariants(true));

  test.each(names)(`convicts %s within ${seedsMax} seeds`, (name) => {
    expect(firstConviction(mutantNamed(name))).not.toBeNull();
  });

  test.each(names)('finds nothing at the setting of %s when no rule is broken', (name) => {
    const { system, reads = 'log' } = mutantNamed(name);
    for (let seed = 1; seed <= 30; seed += 1) {
      expect(runScenario(drawScenario(seed, { system, reads })).violation).toBeNull();
    }
  });
});
