import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { paxosRules, type Rules } from '#cluster-node';
import type { NodeSet, QuorumSystem } from '#quorums';
import { readQuorumSystem } from '../quorums-file.ts';
import type { Situation } from './coverage.ts';
import { drawScenario } from './draw-scenario.ts';
import { runScenario } from './run-scenario.ts';
import type { SimOutcome } from './sim-outcome.ts';

const examples = join(import.meta.dirname, '..', '..', 'examples');
const files = readdirSync(examples).filter((name) => name.endsWith('.json'));
const seeds = 60;

describe('quorums that are not sizes', () => {
  test.each(files)(`of %s survive ${seeds} seeds of faults, with fast and classic decisions`, (file) => {
    const system = readQuorumSystem(join(examples, file));
    const outcomes = Array.from({ length: seeds }, (_, seed) =>
      runScenario(drawScenario(seed, { system, reads: 'log' })),
    );
    expect(outcomes.filter(({ violation }) => violation !== null)).toEqual([]);
    expect(total(outcomes, 'fast commit')).toBeGreaterThan(seeds);
    expect(total(outcomes, 'classic commit')).toBeGreaterThan(seeds);
  });

  test.each(files)('of %s are enough for reads by index and by lease', (file) => {
    const system = readQuorumSystem(join(examples, file));
    for (const reads of ['index', 'lease'] as const) {
      for (let seed = 0; seed < 10; seed += 1) {
        expect(runScenario(drawScenario(seed, { system, reads })).violation).toBeNull();
      }
    }
  });

  test('that are unsafe are convicted: two single columns as fast quorums miss a row together', () => {
    const quorums: QuorumSystem = { kind: 'grid', rows: 2, columns: 3, fastColumns: 1 };
    expect(isConvicted(quorums, paxosRules)).toBe(true);
  });
});

/** As a wrong `quorumFamily` would answer, while the oracles know the system itself. */
describe('a family that takes too few nodes for a quorum is convicted', () => {
  const sabotages: Readonly<Record<string, Rules['quorums']>> = {
    'phase-1': (family) => ({ ...family, isPhase1: oneMissing(family.nodes, (set) => family.isPhase1(set)) }),
    classic: (family) => ({ ...family, isClassic: oneMissing(family.nodes, (set) => family.isClassic(set)) }),
    fast: (family) => ({ ...family, isFast: oneMissing(family.nodes, (set) => family.isFast(set)) }),
  };

  test.each(files.flatMap((file) => Object.keys(sabotages).map((kind) => [file, kind] as const)))(
    '%s, %s quorums',
    (file, kind) => {
      const sabotaged = sabotages[kind] ?? paxosRules.quorums;
      expect(isConvicted(readQuorumSystem(join(examples, file)), { ...paxosRules, quorums: sabotaged })).toBe(true);
    },
  );
});

/** True of the sets that one node more, or none, makes a quorum. */
function oneMissing(nodes: number, isQuorum: (set: NodeSet) => boolean): (set: NodeSet) => boolean {
  const everyNode = Array.from({ length: nodes }, (_, node) => node);
  return (set) => everyNode.some((node) => isQuorum(set | (1 << node)));
}

function isConvicted(system: QuorumSystem, rules: Rules): boolean {
  for (let seed = 1; seed <= 300; seed += 1) {
    const scenario = drawScenario(seed, { system, reads: 'log', onBrokenPick: 'choose' });
    const judge = runScenario(scenario, { rules }).violation?.judge;
    if (judge === 'agreement' || judge === 'picking') return true;
  }
  return false;
}

function total(outcomes: readonly SimOutcome[], situation: Situation): number {
  return outcomes.reduce((sum, { coverage }) => sum + (coverage[situation] ?? 0), 0);
}
