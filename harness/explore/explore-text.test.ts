import { expect, it } from 'vitest';
import { paxosRules } from '#cluster-node';
import type { Exploration } from './explore.ts';
import { type ExploreScope, messagesThatChoose } from './explore-scope.ts';
import { explorationText } from './explore-text.ts';

const scope: ExploreScope = {
  system: { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 3 },
  rules: paxosRules,
  rounds: [{ node: 0, kind: 'fast' }],
  numbers: null,
  homes: [0, 1],
  crashes: 1,
  instances: 1,
  reduces: true,
  delivered: new Set(messagesThatChoose),
};
const found: Exploration = {
  end: 'complete',
  violation: null,
  orders: 6,
  states: 10,
  transitions: 20,
  localStates: 5,
  depth: 3,
  tableBytes: 1,
};

function textOf(of: ExploreScope, exploration: Exploration = found): string {
  return explorationText(of, exploration, { ms: 100, rssMB: 50 });
}

it('an exploration says which messages never arrive, and how a collision comes to be recovered', () => {
  expect(textOf(scope)).toContain(
    'forward, chosen, nack, heartbeat, learn, answers to heartbeats, all about reads: they never arrive',
  );
  expect(textOf(scope)).toContain('a leader recovers its fast round when it is asked to');
  expect(textOf({ ...scope, delivered: new Set(['phase1a']) })).toContain('phase1b, phase2a, phase2b');
  expect(textOf({ ...scope, rounds: [{ node: 0, kind: 'classic' }] })).toContain('nothing is recovered');
});

it('an exploration says whether states were put together', () => {
  expect(textOf(scope)).toContain('states that can make no difference any more are one');
  expect(textOf({ ...scope, reduces: false })).toContain('nothing: reports and votes are counted one by one');
  expect(textOf({ ...scope, instances: 2 })).toMatch(/reduced {5}reports and votes are counted when they suffice/);
});

it('a violation without a known way says so', () => {
  const violation = { judge: 'agreement', message: 'two values', path: [] };
  expect(textOf(scope, { ...found, end: 'violation', violation })).toContain('no way to it is known');
});
