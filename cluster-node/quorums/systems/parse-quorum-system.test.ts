import { expect, test } from 'vitest';
import { parseQuorumSystem } from './parse-quorum-system.ts';
import { systemText } from './system-text.ts';

const grid = { system: 'grid', rows: 2, columns: 3 };
const weights = { system: 'weighted', weights: [2, 1, 1], phase1: 3, classic: 2, fast: 3 };
const sets = { system: 'explicit', nodes: ['a', 'b', 'c'], phase1: [['a', 'b']], classic: [['b', 'c']] };
const zones = {
  system: 'zones',
  zones: { eu: ['a', 'b', 'c'], us: ['d'] },
  phase1: { zones: 2, members: 'majority' },
  classic: { zones: 1, members: { eu: 2, us: 1 } },
};

test.each([
  [{ system: 'cardinality', nodes: 10, phase1: 8, classic: 3, fast: 7 }, 'N=10 L=8 R=3 F=7'],
  [{ system: 'cardinality', nodes: 10, phase1: 6, classic: 5 }, 'N=10 L=6 R=5'],
  [{ system: 'majority', nodes: 5 }, 'N=5 L=3 R=3 F=4'],
  [{ system: 'majority', nodes: 5, fast: null }, 'N=5 L=3 R=3'],
  [{ system: 'majority', nodes: 5, fast: 5 }, 'N=5 L=3 R=3 F=5'],
  [{ system: 'even-nodes', nodes: 4 }, 'N=4 L=3 R=2 F=3'],
  [{ system: 'even-nodes', nodes: 6 }, 'N=6 L=4 R=3 F=5'],
  [{ system: 'all-aboard', nodes: 4 }, 'N=4 L=1 R=4 F=4'],
  [{ system: 'singleton', nodes: 4 }, 'N=4 L=4 R=1 F=3'],
  [{ system: 'lamport', nodes: 10, eF: 2, eC: 4 }, 'N=10 L=6 R=6 F=8'],
  [weights, 'weights 2,1,1 L=3 R=2 F=3'],
  [{ ...weights, weights: { a: 2, b: 1 }, fast: null }, 'weights 2,1 L=3 R=2'],
  [grid, 'grid 2x3 F=2 columns'],
  [{ ...grid, fastColumns: 3 }, 'grid 2x3 F=3 columns'],
  [{ ...grid, fastColumns: null }, 'grid 2x3'],
  [sets, 'explicit N=3 L=1 set R=1 set'],
  [
    {
      ...sets,
      fast: [
        ['a', 'b'],
        ['a', 'c'],
      ],
    },
    'explicit N=3 L=1 set R=1 set F=2 sets',
  ],
  [zones, 'zones eu:3,us:1 L=2 of 2,1 R=1 of 2,1'],
  [{ ...zones, fast: { zones: 2, members: 'all' } }, 'zones eu:3,us:1 L=2 of 2,1 R=1 of 2,1 F=2 of 3,1'],
  [{ ...zones, fast: { zones: 2, members: 1 } }, 'zones eu:3,us:1 L=2 of 2,1 R=1 of 2,1 F=2 of 1,1'],
])('%j is %s', (file, text) => {
  expect(systemText(parseQuorumSystem(file))).toBe(text);
});

test('weights may name their nodes, and keep their order', () => {
  expect(parseQuorumSystem({ ...weights, weights: { paris: 2, berlin: 1, rome: 1 } })).toMatchObject({
    nodes: ['paris', 'berlin', 'rome'],
    weights: [2, 1, 1],
  });
});

test.each([
  [7, 'the quorum system must be an object, not 7'],
  [{}, 'the quorum system needs the key "system"'],
  [{ system: 'zone' }, 'unknown quorum system "zone"; did you mean "zones"?'],
  [{ system: 'toString' }, 'unknown quorum system "toString"'],
  [{ ...grid, colums: 3 }, 'the quorum system has the unknown key "colums"; did you mean "columns"?'],
  [{ system: 'majority' }, 'the quorum system needs the key "nodes"'],
  [{ system: 'majority', nodes: '5' }, 'the quorum system, "nodes" must be a number, not "5"'],
  [{ system: 'majority', nodes: 2.5 }, 'the number of nodes must be a whole number from 1, not 2.5'],
  [{ system: 'majority', nodes: 32 }, 'there are 32 nodes; at most 31 fit into a system'],
  [{ system: 'even-nodes', nodes: 5 }, 'even-nodes needs an even number of nodes, not 5; use majority'],
  [{ system: 'majority', nodes: 5, fast: 6 }, 'the fast quorum must be a whole number from 1 to 5'],
  [{ system: 'lamport', nodes: 3, eF: 3, eC: 1 }, 'the fast quorum must be a whole number from 1 to 3'],
  [{ ...weights, phase1: 5 }, 'the phase1 threshold must be a whole number from 1 to 4 (the total weight), not 5'],
  [{ ...weights, classic: 1.5 }, 'the classic threshold must be a whole number from 1 to 4'],
  [{ ...weights, fast: 0 }, 'the fast threshold must be a whole number from 1 to 4'],
  [{ ...weights, weights: [2, -1, 3] }, 'the weight of n2 must be a whole number from 0, not -1'],
  [{ ...weights, weights: [0, 0] }, 'all weights are 0; at least one node needs a weight from 1'],
  [{ ...weights, weights: [2 ** 30, 2 ** 30] }, 'the weights sum up to 2147483648, and at most 2147483647 is taken'],
  [{ ...weights, weights: { a: 'x' } }, 'the quorum system, "weights", "a" must be a number, not "x"'],
  [{ ...weights, weights: { A: 4 } }, '"A" cannot name a node'],
  [{ ...weights, weights: { clients: 4 } }, '"clients" cannot name a node'],
  [{ ...grid, fastColumns: 4 }, 'fastColumns must be a whole number from 1 to 3 (the number of columns), not 4'],
  [{ ...grid, rows: 0 }, 'the number of rows must be a whole number from 1 to 31'],
  [{ ...grid, rows: 8, columns: 4 }, 'there are 32 nodes; at most 31 fit into a system'],
  [{ ...sets, nodes: ['a', 'b', 'c', 'a'] }, 'node a is named twice; name it once'],
  [{ ...sets, phase1: [['a'], ['b', 'd']] }, 'phase1 quorum 2 names "d", which is none of the nodes a, b, c'],
  [{ ...sets, classic: [['a', 'b', 'a']] }, 'classic quorum 1 names a twice; name it once'],
  [{ ...sets, classic: [] }, 'classic lists no quorum; list at least one'],
  [{ ...sets, fast: [['a'], []] }, 'fast quorum 2 is empty; name at least one node'],
  [{ ...sets, fast: ['a'] }, 'the quorum system, "fast" must be a list of quorums, each a list of names'],
  [{ ...zones, zones: {}, classic: zones.phase1 }, 'there is no zone; name at least one'],
  [{ ...zones, zones: { eu: ['a', 'b', 'c'], us: ['a'] } }, 'node a is named twice; name it once'],
  [{ ...zones, zones: { eu: ['a', 'b'], us: [] }, classic: zones.phase1 }, 'zone us has no nodes; name at least one'],
  [{ ...zones, classic: { zones: 3, members: 1 } }, 'the zones of classic must be a whole number from 1 to 2'],
  [{ ...zones, classic: { zones: 1, members: 2 } }, 'the members of us in classic must be a whole number from 1 to 1'],
  [
    { ...zones, classic: { zones: 1, members: { eu: 1 } } },
    'the quorum system, "classic", "members" needs the key "us"',
  ],
  [{ ...zones, classic: { zones: 1, members: { eu: 1, su: 1 } } }, 'has the unknown key "su"; did you mean'],
  [
    { ...zones, classic: { zones: 1, members: 'most' } },
    'the members of classic must be a number, "majority", "all" or an object, not "most"',
  ],
])('%j is refused in one line', (file, line) => {
  const parse = (): unknown => parseQuorumSystem(file);
  expect(parse).toThrow(
    expect.objectContaining({ name: 'QuorumSettingError', message: expect.stringContaining(line) }),
  );
  expect(parse).not.toThrow('\n');
});
