import { expect, it } from 'vitest';
import { paxosRules } from '#cluster-node';
import { exchanges } from './bystanders.ts';
import { type ExploreScope, messagesThatChoose } from './explore-scope.ts';
import { roundOrders } from './round-orders.ts';

const scope: ExploreScope = {
  system: { kind: 'cardinality', nodes: 5, phase1: 3, classic: 3, fast: 4 },
  rules: paxosRules,
  rounds: [
    { node: 0, kind: 'fast' },
    { node: 1, kind: 'classic' },
    { node: 0, kind: 'classic' },
  ],
  numbers: null,
  homes: [0, 2],
  crashes: 1,
  instances: 1,
  reduces: true,
  delivered: new Set(messagesThatChoose),
};

it('rounds stand in every order in which those of one owner follow each other', () => {
  expect(roundOrders(scope)).toEqual([
    [1, 2, 3],
    [1, 3, 2],
    [2, 1, 3],
  ]);
});

it('nodes are exchanged that own no round and have no client', () => {
  expect(exchanges(scope)).toEqual([
    [0, 1, 2, 3, 4],
    [0, 1, 2, 4, 3],
  ]);
});

it('nodes are not exchanged that quorums tell apart', () => {
  const weighted: ExploreScope['system'] = {
    kind: 'weighted',
    nodes: ['n1', 'n2', 'n3', 'n4', 'n5'],
    weights: [1, 1, 1, 2, 1],
    phase1: 4,
    classic: 3,
    fast: 5,
  };
  expect(exchanges({ ...scope, system: weighted })).toEqual([[0, 1, 2, 3, 4]]);
});

it('nodes are not exchanged where nothing is left out', () => {
  expect(exchanges({ ...scope, reduces: false })).toHaveLength(1);
});
