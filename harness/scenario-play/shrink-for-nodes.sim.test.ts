import { expect, test } from 'vitest';
import { type Mutant, mutants } from '#cluster-node';
import { SystemClock } from '../environments/system-clock.ts';
import { simulate } from '../hunt/simulate.ts';
import type { Shrunk } from '../shrink/shrink.ts';
import { drawScenario, type SimScenario } from '../simulation/index.ts';
import { isPlayable, playScript } from './play-script.ts';
import { simulateAsSeenOnNodes, unseenOnNodes } from './seen-on-nodes.ts';
import { shrinkForNodes } from './shrink-for-nodes.ts';

function mutantNamed(name: string): Mutant {
  const mutant = mutants.get(name);
  if (mutant === undefined) throw new Error('the mutant exists');
  return mutant;
}

function drawn(name: string, seed: number): SimScenario {
  const { system } = mutantNamed(name);
  return drawScenario(seed, { system, reads: 'log', mutant: name, onBrokenPick: 'choose', operations: 40 });
}

function shrunk(scenario: SimScenario): Promise<Shrunk | null> {
  const clock = new SystemClock();
  const stop = new AbortController().signal;
  return shrinkForNodes({ scenario, clock, timeLimitMs: 600_000, runsMax: 2_000, stop, observe: () => undefined });
}
/** The first drawn scenario to which the picking oracle objects, and of which somebody on real nodes would see something, or would not. */
function firstDrawn(name: string, isSeen: boolean): SimScenario {
  for (let seed = 1; seed <= 100; seed += 1) {
    const scenario = drawn(name, seed);
    if (simulate(scenario).violation?.judge !== 'picking') continue;
    if ((simulateAsSeenOnNodes(scenario).violation !== null) === isSeen) return scenario;
  }
  throw new Error('there is one sooner');
}

test('what is shrunk for real nodes ends with what they show, though an oracle objects to something before', async () => {
  const small = await shrunk(firstDrawn('recovery-in-same-round', true));
  if (small === null) throw new Error('it fails');
  const { scenario, violation, outcome } = small;
  expect(violation.judge).toBe('regression');
  expect(outcome).toEqual(simulate(scenario));
  expect(outcome.violation?.judge).toBe('picking');
  expect(isPlayable(scenario, violation)).toBe(true);
  const { objection, steps } = playScript(scenario);
  expect(objection).toBeNull();
  expect(steps.some(({ kind }) => kind === 'recover')).toBe(true);
  expect(steps.some(({ kind }) => kind === 'let-go')).toBe(false);
});

test('where real nodes show nothing, what the simulator objects to is shrunk', async () => {
  const small = await shrunk(firstDrawn('recovery-too-small', false));
  if (small === null) throw new Error('it fails');
  expect(small.violation.judge).toBe('picking');
  expect(unseenOnNodes.get(small.violation.judge)).toMatch(/real runs/);
  expect(isPlayable(small.scenario, small.violation)).toBe(true);
});

test('of what does not fail nothing is made', async () => {
  expect(await shrunk({ ...drawn('recovery-too-small', 1), mutant: null })).toBeNull();
});
