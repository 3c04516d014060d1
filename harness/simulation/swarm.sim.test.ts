import { describe, expect, test } from 'vitest';
import { type Situation, situations } from './coverage.ts';
import { type DrawOptions, drawScenario } from './draw-scenario.ts';
import { protocols } from './draw-system.ts';
import { runScenario } from './run-scenario.ts';
import type { SimOutcome } from './sim-outcome.ts';

const seeds = 60;

function swarm(count: number, options: DrawOptions = {}): readonly SimOutcome[] {
  return Array.from({ length: count }, (_, index) => runScenario(drawScenario(index + 1, options)));
}

function total(outcomes: readonly SimOutcome[], situation: Situation): number {
  return outcomes.reduce((sum, { coverage }) => sum + (coverage[situation] ?? 0), 0);
}

const unsafe = { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 2 } as const;

describe('a swarm of simulated clusters', () => {
  test.each(protocols)(`of %s survives ${seeds} seeds of faults, with the oracles after every event`, (protocol) => {
    const outcomes = swarm(seeds, { protocol });
    expect(outcomes.filter(({ violation }) => violation !== null)).toEqual([]);
    expect(total(outcomes, 'crash')).toBeGreaterThan(seeds / 2);
    expect(outcomes.reduce((sum, { operations }) => sum + operations.ok, 0)).toBeGreaterThan(seeds * 10);
  });

  test.each(['index', 'lease'] as const)(
    'serves linearizable reads by %s, whatever clocks and restarts do',
    (reads) => {
      const outcomes = protocols.flatMap((protocol) => swarm(20, { protocol, reads, operations: 150 }));
      expect(outcomes.filter(({ violation }) => violation !== null)).toEqual([]);
      expect(total(outcomes, 'lease read') > 0).toBe(reads === 'lease');
    },
  );

  test('decides over half of the instances in fast rounds when commands hardly race', () => {
    const outcomes = swarm(20, { protocol: 'fast-flexible', faults: 'none', reads: 'log' });
    expect(total(outcomes, 'fast commit')).toBeGreaterThan(total(outcomes, 'classic commit'));
  });

  test('meets every situation that has a name', () => {
    const outcomes = [...swarm(150), ...swarm(20, { operations: 1_000 })];
    const met = Object.keys(situations).filter((name) => outcomes.some(({ coverage }) => (coverage[name] ?? 0) > 0));
    expect(met).toEqual(Object.keys(situations));
  });

  test('is convicted at 3/2/2/2, where two fast quorums need not meet a phase-1 quorum', () => {
    const judges = swarm(200, { system: unsafe, onBrokenPick: 'choose' }).map(({ violation }) => violation?.judge);
    expect(judges.some((judge) => judge === 'picking' || judge === 'agreement')).toBe(true);
  });

  test('stops with an alarm at 3/2/2/2 when a coordinator does not choose between two values', () => {
    const violations = swarm(200, { system: unsafe, onBrokenPick: 'stop' }).map(({ violation }) => violation);
    expect(violations.some((violation) => violation?.judge === 'halt' && violation.message.includes('alarm'))).toBe(
      true,
    );
  });
});

describe('a seed', () => {
  test('gives the same run to the last event', () => {
    const scenario = drawScenario(7, { operations: 300 });
    expect(drawScenario(7, { operations: 300 })).toEqual(scenario);
    expect(runScenario(scenario)).toEqual(runScenario(scenario));
  });

  test('gives the same run whether or not oracles look on, or somebody listens', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const scenario = drawScenario(seed);
      const { hash } = runScenario(scenario);
      expect(runScenario(scenario, { oracles: 'off' }).hash).toBe(hash);
      expect(runScenario(scenario, { listener: { trace: () => {}, sent: () => {} } }).hash).toBe(hash);
    }
  });

  test('gives a run in which reports come in parts, where few votes fill one', () => {
    const scenario = drawScenario(4);
    expect(runScenario(scenario).coverage).not.toHaveProperty('phase 1 in parts');
    expect(runScenario({ ...scenario, votesPerPart: 1 }).coverage).toHaveProperty('phase 1 in parts');
  });

  test('gives another run than the next one', () => {
    const scenario = drawScenario(7);
    expect(runScenario({ ...scenario, seed: 8 }).hash).not.toBe(runScenario(scenario).hash);
  });

  test('gives a run that can be ended at any event, and is judged up to there', () => {
    const scenario = drawScenario(7);
    const { events, hash } = runScenario(scenario, { until: 500 });
    expect(events).toBe(500);
    expect(runScenario(scenario, { until: 500 }).hash).toBe(hash);
    expect(runScenario(scenario, { until: 501 }).hash).not.toBe(hash);
  });
});
