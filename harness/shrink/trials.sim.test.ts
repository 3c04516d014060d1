import { expect, test } from 'vitest';
import { mutants } from '#cluster-node';
import { SystemClock } from '../environments/system-clock.ts';
import { simulate } from '../hunt/simulate.ts';
import { directedScenarios } from '../mutants/directed/index.ts';
import { drawScenario, type SimScenario } from '../simulation/index.ts';
import { Trials, type TrialsRequest } from './trials.ts';

const drawn = (name: string, seed: number): SimScenario => {
  const mutant = mutants.get(name);
  if (mutant === undefined) throw new Error(`${name} is no mutant`);
  return drawScenario(seed, {
    system: mutant.system,
    reads: mutant.reads ?? 'log',
    mutant: name,
    onBrokenPick: 'choose',
  });
};

function directed(mutant: string): SimScenario {
  const scenario = directedScenarios.get(mutant);
  if (scenario === undefined) throw new Error(`${mutant} has a directed scenario`);
  return scenario;
}

function trialsOf(scenario: SimScenario, more: Pick<TrialsRequest, 'keeps' | 'runsMax'> = {}): Trials {
  const { violation, events } = simulate(scenario);
  if (violation === null) throw new Error('the scenario fails');
  const stop = new AbortController().signal;
  return new Trials({
    ...more,
    scenario,
    violation,
    events,
    clock: new SystemClock(),
    timeLimitMs: 60_000,
    stop,
    observe: () => undefined,
  });
}

test('a candidate that fails in another way, or not at all, is not taken', async () => {
  const unsynced = drawn('unsynced-vote', 1);
  const trials = trialsOf(unsynced);
  const other = drawn('fast-too-small', 1);
  expect(simulate(other).violation).not.toBeNull();
  expect(await trials.accepts(other)).toBe(false);
  expect(await trials.accepts({ ...unsynced, mutant: null })).toBe(false);
  expect(trials.best).toBe(unsynced);
});

test('a candidate that fails in the same way is taken, and where it is to fail sooner only then', async () => {
  const scenario = drawn('unsynced-vote', 1);
  const trials = trialsOf(scenario);
  const [first] = scenario.operations;
  if (first === undefined) throw new Error('there are operations');
  const later = { ...scenario, operations: [{ ...first, atMs: 2_500 }], healAtMs: 3_000 };
  expect(simulate(later).violation?.fingerprint).toBe(trials.violation.fingerprint);
  expect(await trials.accepts(later, 'sooner')).toBe(false);
  expect(await trials.accepts(later)).toBe(true);
  expect(await trials.accepts(scenario, 'sooner')).toBe(true);
  expect(trials.best).toBe(scenario);
});

test('a candidate of which the same judge says something else is not taken', async () => {
  const [one, other] = [directed('no-k2a'), directed('any-though-constrained')];
  expect([simulate(one), simulate(other)].map(({ violation }) => violation?.judge)).toEqual(['picking', 'picking']);
  const trials = trialsOf(one);
  expect(await trials.accepts(other)).toBe(false);
  expect(trials.best).toBe(one);
});

/** Fails as it is, and with its first operation alone, after healing. */
function unsyncedVote(): Readonly<{ scenario: SimScenario; healed: SimScenario }> {
  const scenario = drawn('unsynced-vote', 1);
  const [first] = scenario.operations;
  if (first === undefined) throw new Error('there are operations');
  return { scenario, healed: { ...scenario, operations: [{ ...first, atMs: 2_500 }], faults: [], healAtMs: 1_000 } };
}

test('where it is to fail before healing, one that fails after it is not taken', async () => {
  const { scenario, healed } = unsyncedVote();
  const trials = trialsOf(scenario);
  expect(await trials.accepts(healed, 'unhealed')).toBe(false);
  expect(await trials.accepts(healed)).toBe(true);
});

test('what has come to hold of the best one has to hold of all that follow', async () => {
  const { scenario, healed } = unsyncedVote();
  const trials = trialsOf(scenario, { keeps: ({ operations }) => operations.length === 1 });
  expect(await trials.accepts({ ...scenario, settleMs: 9_000 })).toBe(true);
  expect(await trials.accepts(healed)).toBe(true);
  expect(await trials.accepts(scenario)).toBe(false);
  expect(trials.best).toBe(healed);
});

test('when the runs are used up nothing more is tried', async () => {
  const { scenario, healed } = unsyncedVote();
  const trials = trialsOf(scenario, { runsMax: 1 });
  expect(trials.isOver).toBe(false);
  expect(await trials.accepts(healed)).toBe(true);
  expect([trials.isOver, trials.runs]).toEqual([true, 1]);
  expect(await trials.accepts(scenario)).toBe(false);
});
