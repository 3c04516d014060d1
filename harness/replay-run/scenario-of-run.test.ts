import { describe, expect, test } from 'vitest';
import type { Op } from '#checker';
import type { WindowFault } from '../ports/index.ts';
import { prepareRun } from '../prepare-run.ts';
import { parseScenario, type SimScenario, scenarioText } from '../simulation/index.ts';
import { scenarioOfRun } from './scenario-of-run.ts';
import type { SentAgain } from './sent-again.ts';

const plan = prepareRun('register', {
  environment: 'process',
  seed: '7',
  nodes: '3',
  nemesis: 'kill',
  mutant: 'no-k2a',
});
const seconds = (count: number): number => count * 1e9;

const invoked: readonly Omit<Op, 'index'>[] = [
  { process: 4, type: 'invoke', f: 'write', key: 'r1', value: 3, timeNs: seconds(2) },
  { process: 4, type: 'ok', f: 'write', key: 'r1', value: 3, timeNs: seconds(2.1) },
  { process: 2, type: 'invoke', f: 'read', key: 'r1', value: null, timeNs: seconds(2.5), node: 'n1' },
  { process: 4, type: 'invoke', f: 'cas', key: 'r1', value: [3, 4], timeNs: seconds(3) },
];

function windowOf(fault: WindowFault): readonly Omit<Op, 'index'>[] {
  const line = (phase: 'inject' | 'healing' | 'heal', timeNs: number): Omit<Op, 'index'> => {
    const value = { phase, window: 0, fault, target: null };
    return { process: 'nemesis', type: 'info', f: fault.kind, value, timeNs };
  };
  return [line('inject', seconds(2.2)), line('healing', seconds(2.7)), line('heal', seconds(2.9))];
}

function scenarioWith(lines: readonly Omit<Op, 'index'>[], sentAgain: readonly SentAgain[] = []): SimScenario {
  const ops = lines.toSorted((one, other) => one.timeNs - other.timeNs).map((op, index) => ({ index, ...op }));
  return scenarioOfRun(plan, ops, sentAgain);
}

describe('the scenario of a run', () => {
  test('holds what clients asked for, as long after each other as they did, at their nodes', () => {
    const { operations, mutant, system } = scenarioWith(invoked);
    expect({ mutant, system }).toEqual({ mutant: 'no-k2a', system: plan.quorums });
    expect(operations).toEqual([
      { atMs: 700, client: 4, node: 'n2', f: 'write', key: 'r1', value: 3 },
      { atMs: 1200, client: 2, node: 'n1', f: 'read', key: 'r1', value: null },
      { atMs: 1700, client: 4, node: 'n2', f: 'cas', key: 'r1', value: [3, 4] },
    ]);
  });

  test('asks again where a second node was given the command', () => {
    const again = { client: 4, what: '["cas","r1",[3,4]]', afterMs: 20, node: 'n3' };
    const { operations } = scenarioWith(invoked, [again, { ...again, client: 5 }]);
    expect(operations.map(({ retry }) => retry)).toEqual([undefined, undefined, { afterMs: 20, node: 'n3' }]);
  });

  const cases: readonly (readonly [string, WindowFault, readonly object[]])[] = [
    ['kill', { kind: 'kill', nodes: ['n1', 'n2'] }, [{ kind: 'crash', nodes: ['n1', 'n2'], atMs: 900, forMs: 500 }]],
    ['pause', { kind: 'pause', nodes: ['n1'] }, [{ kind: 'pause', node: 'n1', atMs: 900, forMs: 500 }]],
    [
      'partition, of nodes alone',
      { kind: 'partition', variant: 'one', grudge: { n1: ['n2', 'clients'] } },
      [{ kind: 'cut', links: [{ from: 'n2', to: 'n1' }], atMs: 900, forMs: 500 }],
    ],
    [
      'clock',
      { kind: 'clock', variant: 'strobe', skews: { n1: { kind: 'strobe', offsetsMs: [-50, 20], everyMs: 9 } } },
      [{ kind: 'clock', nodes: ['n1'], wallOffsetMs: -50, atMs: 900, forMs: 500 }],
    ],
    [
      'fault in stages',
      {
        kind: 'quorum',
        variant: 'x',
        stages: [
          { name: 'first', faults: [{ kind: 'pause', nodes: ['n1'] }], forMs: 200 },
          { name: 'last', faults: [{ kind: 'kill', nodes: ['n2'] }], forMs: null },
        ],
      },
      [
        { kind: 'pause', node: 'n1', atMs: 900, forMs: 200 },
        { kind: 'crash', nodes: ['n2'], atMs: 1100, forMs: 300 },
      ],
    ],
  ];
  test.each(cases)('holds each %s of the nemesis, from its proof to its healing', (_, fault, faults) => {
    const scenario = scenarioWith([...invoked, ...windowOf(fault)]);
    expect(scenario.faults).toEqual(faults);
    expect(scenario.healAtMs).toBeGreaterThan(1700);
    expect(parseScenario(JSON.parse(scenarioText(scenario)))).toEqual(scenario);
  });
});
