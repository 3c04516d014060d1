import { describe, expect, test } from 'vitest';
import { type Mutant, mutants } from '#cluster-node';
import { SystemClock } from '../environments/system-clock.ts';
import { simulate } from '../hunt/simulate.ts';
import { isPlayable, playScript } from '../scenario-play/play-script.ts';
import { convictingJudges, drawScenario, parseScenario, type SimScenario, scenarioText } from '../simulation/index.ts';
import { type ShrinkRequest, type Shrunk, shrink } from './shrink.ts';

const shrunk = (scenario: SimScenario, stop?: AbortSignal, keeps?: ShrinkRequest['keeps']): Promise<Shrunk | null> =>
  shrink({
    ...(keeps === undefined ? {} : { keeps }),
    scenario,
    clock: new SystemClock(),
    timeLimitMs: 120_000,
    stop: stop ?? new AbortController().signal,
    observe: () => undefined,
  });

/** The first drawn scenario with `operations` operations that convicts a mutant. */
function convicting({ name, system, reads = 'log' }: Mutant, operations: number): SimScenario {
  for (let seed = 1; seed <= 500; seed += 1) {
    const scenario = drawScenario(seed, { operations, system, reads, mutant: name, onBrokenPick: 'choose' });
    const { violation } = simulate(scenario);
    if (violation !== null && convictingJudges.has(violation.judge)) return scenario;
  }
  throw new Error(`${name} is not convicted`);
}

describe('shrinking', () => {
  const typical = [...mutants.values()].filter(({ number }) => [2, 8, 16, 18, 20].includes(number));

  test.each(typical)('brings mutant $number, $name, to a few operations, faults and messages', async (mutant) => {
    const scenario = convicting(mutant, 200);
    const small = await shrunk(scenario);
    expect(small?.isMinimal).toBe(true);
    expect(small?.scenario.operations.length).toBeLessThanOrEqual(12);
    const { faults = [], messages = [] } = small?.scenario ?? {};
    expect(faults.length + messages.length).toBeLessThanOrEqual(6);
    expect(small?.outcome.violation?.fingerprint).toBe(simulate(scenario).violation?.fingerprint);
  });

  test('gives a scenario file that fails at the same event again', async () => {
    const mutant = mutants.get('no-k2a');
    if (mutant === undefined) throw new Error('the mutant exists');
    const small = await shrunk(convicting(mutant, 40));
    if (small === null) throw new Error('it fails');
    expect(simulate(parseScenario(JSON.parse(scenarioText(small.scenario))))).toEqual(small.outcome);
  });

  test('leaves nothing in that can be left out', async () => {
    const mutant = mutants.get('no-k2a');
    if (mutant === undefined) throw new Error('the mutant exists');
    const small = await shrunk(convicting(mutant, 40));
    if (small === null) throw new Error('it fails');
    const { scenario, outcome } = small;
    const fails = (candidate: SimScenario): boolean =>
      simulate(candidate).violation?.fingerprint === outcome.violation?.fingerprint;
    for (const key of ['operations', 'faults', 'messages'] as const) {
      for (const place of scenario[key].keys()) {
        expect(
          fails({ ...scenario, [key]: scenario[key].filter((_, other) => other !== place) }),
          `${key} ${place}`,
        ).toBe(false);
      }
    }
  });

  test('reduces what clients alone can see, here stale reads', async () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const scenario = drawScenario(seed, { reads: 'local', protocol: 'classic' });
      if (simulate(scenario).violation?.judge !== 'linearizability') continue;
      const small = await shrunk(scenario);
      expect(small?.outcome.violation?.judge).toBe('linearizability');
      expect(small?.scenario.operations.length).toBeLessThanOrEqual(12);
      return;
    }
    expect.unreachable('a local read is stale sooner');
  });

  test('for real nodes keeps all that leads to the violation before healing, where rounds begin by request', async () => {
    const mutant = mutants.get('highest-round-without-o4');
    if (mutant === undefined) throw new Error('the mutant exists');
    const scenario = convicting(mutant, 40);
    const playable = await shrunk(scenario, undefined, isPlayable);
    if (playable?.outcome.violation === null || playable === null) throw new Error('it fails');
    expect(isPlayable(playable.scenario, playable.outcome.violation)).toBe(true);
    expect(playScript(playable.scenario).objection).toBeNull();
    expect(playable.scenario.faults.length).toBeLessThanOrEqual(6);
    const smallest = await shrunk(scenario);
    expect(smallest?.scenario.healAtMs).toBeLessThan(smallest?.outcome.violation?.atMs ?? 0); // and so it could not be played
  });

  test('makes nothing of a run that does not fail', async () => {
    expect(await shrunk(drawScenario(1))).toBeNull();
  });

  test('that is called off gives what it has, which still fails', async () => {
    const mutant = mutants.get('no-k2a');
    if (mutant === undefined) throw new Error('the mutant exists');
    const scenario = convicting(mutant, 40);
    const small = await shrunk(scenario, AbortSignal.abort());
    expect(small?.isMinimal).toBe(false);
    expect(small?.outcome.violation?.fingerprint).toBe(simulate(scenario).violation?.fingerprint);
  });
});
