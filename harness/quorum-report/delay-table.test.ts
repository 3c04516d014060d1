import { describe, expect, test } from 'vitest';
import { UsageError } from '../harness-error.ts';
import { delayTable, geographyOf } from './delay-table.ts';

const ms = [
  [0, 1, 2],
  [3, 0, 4],
  [5, 6, 0],
];
const nodes = ['n1', 'n2', 'n3'];

test('a table is read in the order of the nodes, and what is left out is said', () => {
  const table = delayTable({ nodes, ms, leader: 'n2', clients: ['n3', 'n2'] });
  expect(geographyOf(['n3', 'n2'], table)).toEqual({
    delaysMs: [
      [0, 6],
      [4, 0],
    ],
    leader: 1,
    homes: [0, 1],
  });
  expect(geographyOf(nodes, delayTable({ nodes, ms }))).toMatchObject({ leader: 0, homes: [0, 1, 2] });
});

describe('is refused in one line:', () => {
  test.each([
    ['no object', 7, 'no object'],
    ['an unknown key', { nodes, ms, lead: 'n1' }, 'the key "lead" is unknown'],
    ['no nodes', { ms }, '"nodes" must be a list of names'],
    ['a node twice', { nodes: ['n1', 'n1', 'n3'], ms }, '"nodes" names a node twice'],
    ['a row too few', { nodes, ms: ms.slice(1) }, '"ms" must have 3 rows of 3 delays'],
    ['a negative delay', { nodes, ms: [[0, -1, 0], ...ms.slice(1)] }, '"ms" must have 3 rows of 3 delays'],
    ['an endless delay', { nodes, ms: [[0, Infinity, 2], ...ms.slice(1)] }, '"ms" must have 3 rows of 3 delays'],
    ['a delay from a node to itself', { nodes, ms: [[1, 1, 2], ...ms.slice(1)] }, '"ms" says 1 from n1 to itself'],
    ['an unknown leader', { nodes, ms, leader: 'n4' }, '"leader" must be one of the nodes'],
    ['unknown clients', { nodes, ms, clients: ['n4'] }, '"clients" must be a list of nodes'],
  ])('%s', (_what, value, message) => {
    expect(() => delayTable(value)).toThrow(UsageError);
    expect(() => delayTable(value)).toThrow(message);
  });

  test('a node of which the table says nothing, and a leader that is left out', () => {
    expect(() => geographyOf(['n4'], delayTable({ nodes, ms }))).toThrow('--latency says nothing of n4');
    expect(() => geographyOf(['n1'], delayTable({ nodes, ms, leader: 'n2' }))).toThrow('names n2 as leader or client');
  });
});
