import { expect, test } from 'vitest';
import { cardinalityFamily, quorumFamily } from '#quorums';
import type { Fault, Grudge } from '../ports/index.ts';
import { predictProgress } from './predict-progress.ts';

const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];
const family = cardinalityFamily({ nodes: 5, phase1: 3, classic: 3, fast: 4 });
const partition = (grudge: Grudge): Fault => ({ kind: 'partition', variant: 'test', grudge });
const split = (left: readonly string[], right: readonly string[]): Fault =>
  partition({
    ...Object.fromEntries(left.map((node) => [node, right])),
    ...Object.fromEntries(right.map((node) => [node, left])),
  });

test('with a minority killed or paused the rest must go on', () => {
  expect(predictProgress({ kind: 'kill', nodes: ['n1', 'n2'] }, nodes, family)).toBe('must');
  expect(predictProgress({ kind: 'pause', nodes: ['n1', 'n2'] }, nodes, family)).toBe('must');
});

test('clocks that lie take no quorum away', () => {
  const skews = Object.fromEntries(nodes.map((node) => [node, { kind: 'rate', rate: 1.1 } as const]));
  expect(predictProgress({ kind: 'clock', variant: 'rate', skews }, nodes, family)).toBe('must');
});

test('with fewer live nodes than any phase-2 quorum nothing can be chosen', () => {
  expect(predictProgress({ kind: 'kill', nodes: ['n1', 'n2', 'n3'] }, nodes, family)).toBe('cannot');
});

test('enough for an old leader but not for a new one may go on', () => {
  const flexible = cardinalityFamily({ nodes: 4, phase1: 3, classic: 2, fast: null });
  expect(predictProgress({ kind: 'kill', nodes: ['n1', 'n2'] }, nodes.slice(0, 4), flexible)).toBe('may');
});

test('a majority side must go on, halves of four cannot with quorums of three', () => {
  expect(predictProgress(split(['n1', 'n2'], ['n3', 'n4', 'n5']), nodes, family)).toBe('must');
  const four = cardinalityFamily({ nodes: 4, phase1: 3, classic: 3, fast: 3 });
  expect(predictProgress(split(['n1', 'n2'], ['n3', 'n4']), nodes.slice(0, 4), four)).toBe('cannot');
});

test('a majorities ring may go on: each node hears a majority, but no majority hears each other', () => {
  const ring = partition({ n1: ['n3', 'n4'], n2: ['n4', 'n5'], n3: ['n5', 'n1'], n4: ['n1', 'n2'], n5: ['n2', 'n3'] });
  expect(predictProgress(ring, nodes, family)).toBe('may');
});

test('a one-way cut breaks both directions of an exchange', () => {
  const deaf = partition({ n1: ['n2', 'n3', 'n4', 'n5'], n2: ['n1', 'n3', 'n4', 'n5'], n3: ['n1', 'n2', 'n4', 'n5'] });
  expect(predictProgress(deaf, nodes, family)).toBe('cannot');
});

test('clients that reach no node succeed nowhere, and one reachable node of the majority is enough', () => {
  const all = partition(Object.fromEntries(nodes.map((node) => [node, ['clients']])));
  expect(predictProgress(all, nodes, family)).toBe('cannot');
  const allButOne = partition(Object.fromEntries(nodes.slice(1).map((node) => [node, ['clients']])));
  expect(predictProgress(allButOne, nodes, family)).toBe('must');
});

test('in a grid it matters which nodes live, not how many', () => {
  // rows n1 n2 n3 and n4 n5 n6; columns n1 n4, n2 n5 and n3 n6
  const six = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'];
  const grid = quorumFamily({ kind: 'grid', rows: 2, columns: 3, fastColumns: 2 });
  const predictKill = (...killed: readonly string[]) => predictProgress({ kind: 'kill', nodes: killed }, six, grid);
  expect(predictKill('n5', 'n6')).toBe('must'); // a row and a column live
  expect(predictKill('n1', 'n5')).toBe('may'); // a column, but no row for a new leader
  expect(predictKill('n4', 'n5', 'n6')).toBe('cannot'); // a row, but no column
  expect(predictProgress(split(['n1', 'n2', 'n3', 'n4'], ['n5', 'n6']), six, grid)).toBe('must');
  expect(predictProgress(split(['n1', 'n2', 'n3'], ['n4', 'n5', 'n6']), six, grid)).toBe('cannot');
});

test('a fast quorum alone may choose, too', () => {
  const family = cardinalityFamily({ nodes: 5, phase1: 5, classic: 5, fast: 3 });
  expect(predictProgress({ kind: 'kill', nodes: ['n1', 'n2'] }, nodes, family)).toBe('may');
});
