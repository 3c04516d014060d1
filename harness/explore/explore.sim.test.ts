import { describe, expect, it } from 'vitest';
import { mutants, paxosRules } from '#cluster-node';
import { setInvariants } from '#foundation';
import type { QuorumSystem } from '#quorums';
import { parseScenario, runScenario, scenarioText } from '../simulation/index.ts';
import { type Exploration, explore } from './explore.ts';
import { type ExploreScope, messagesThatChoose } from './explore-scope.ts';
import { pathScenario } from './path-scenario.ts';

const threeByTwo: QuorumSystem = { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: null };
const twoClassic: ExploreScope['rounds'] = [
  { node: 0, kind: 'classic' },
  { node: 1, kind: 'classic' },
];
const fastThenClassic: ExploreScope['rounds'] = [
  { node: 0, kind: 'fast' },
  { node: 1, kind: 'classic' },
];

const small: ExploreScope = {
  system: threeByTwo,
  rules: paxosRules,
  rounds: twoClassic,
  homes: [0, 1],
  numbers: null,
  crashes: 0,
  instances: 1,
  reduces: true,
  delivered: new Set(messagesThatChoose),
};

function explored(scope: ExploreScope, statesMax = 2_000_000): Exploration {
  setInvariants(false);
  try {
    return explore(scope, { statesMax, shouldStop: () => false, progress: () => undefined });
  } finally {
    setInvariants(true);
  }
}

function broken(name: string, rounds: ExploreScope['rounds']): Exploration {
  const mutant = mutants.get(name);
  if (mutant === undefined) throw new RangeError(`there is no mutant ${name}`);
  const { system, rules } = mutant;
  return explored({ ...small, system, rules, rounds, crashes: 1, reduces: false });
}

describe('everything that two classic rounds of three nodes can do', () => {
  it('is met, and breaks no rule', () => {
    const found = explored(small);
    expect(found).toMatchObject({ end: 'complete', violation: null });
    expect(found).toMatchObject({ orders: 2 });
    expect(found.states).toBeGreaterThan(500);
  });

  it('is the same whenever it is met', () => {
    expect(explored(small)).toEqual(explored(small));
  });

  it('is given up at the number of states that is permitted', () => {
    expect(explored(small, 500).end).toBe('states');
  });

  it('is given up when it is told to', () => {
    const limits = { statesMax: 1e6, shouldStop: () => true, progress: () => undefined };
    expect(explore(small, limits).end).toBe('stopped');
  });
});

it('a fast round and one after it are as few states as they were, so that larger scopes stay within reach', () => {
  const system: QuorumSystem = { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 };
  const found = explored({ ...small, system, rounds: fastThenClassic });
  expect(found).toMatchObject({ end: 'complete', violation: null });
  expect(found.states).toBeLessThan(30_000); // 23 448, and many times as many where a reduction has lost its hold
});

describe('quorums that do not meet', () => {
  it('are convicted by the shortest way to two chosen values', () => {
    const system: QuorumSystem = { kind: 'cardinality', nodes: 3, phase1: 1, classic: 2, fast: null };
    const { end, violation } = explored({ ...small, system });
    expect(end).toBe('violation');
    expect(violation?.path.length).toBeLessThan(10);
  });
});

describe('a broken protocol', () => {
  it.each([
    ['forgetful-promise', twoClassic, 'durability'],
    ['unsynced-vote', fastThenClassic, 'durability'],
    ['stale-accept', twoClassic, 'regression'],
    ['double-vote', fastThenClassic, 'regression'],
    ['one-empty-report-frees', twoClassic, 'picking'],
    ['own-value-first', twoClassic, 'picking'],
    ['phase1-too-small', twoClassic, 'picking'],
    ['classic-too-small', twoClassic, 'agreement'],
    ['fast-too-small', fastThenClassic, 'agreement'],
    ['fast-counted-as-classic', fastThenClassic, 'agreement'],
    ['learner-ignores-value', fastThenClassic, 'agreement'],
    ['duplicate-report', twoClassic, 'picking'],
    ['amnesia', fastThenClassic, 'regression'],
    ['recovery-too-small', fastThenClassic, 'picking'],
    ['recovery-in-same-round', fastThenClassic, 'regression'],
    ['forgotten-instance-promise', fastThenClassic, 'durability'],
  ] as const)('%s is convicted', (name, rounds, judge) => {
    expect(broken(name, rounds).violation?.judge).toBe(judge);
  });

  it.each([
    ['stale-accept', twoClassic],
    ['own-value-first', twoClassic],
    ['fast-too-small', fastThenClassic],
    ['recovery-too-small', fastThenClassic],
  ] as const)('%s is convicted again by replaying the way to its violation', (name, rounds) => {
    const { violation } = broken(name, rounds);
    const system = mutants.get(name)?.system ?? threeByTwo;
    const scenario = pathScenario(violation?.path ?? [], { system, mutant: name, because: 'found' });
    setInvariants(false);
    const outcome = runScenario(parseScenario(JSON.parse(scenarioText(scenario))));
    setInvariants(true);
    expect(outcome.violation?.judge).toMatch(/agreement|picking|regression/);
  });
});
