import { expect, test } from 'vitest';
import { mutants } from '#cluster-node';
import { SystemClock } from '../environments/system-clock.ts';
import { simulate } from '../hunt/simulate.ts';
import { drawScenario, type SimScenario } from '../simulation/index.ts';
import { Trials } from './trials.ts';

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

function trialsOf(scenario: SimScenario): Trials {
  const { violation, events } = simulate(scenario);
  if (violation === null) throw new Error('the scenario fails');
  const stop = new AbortController().signal;
  return new Trials({
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
