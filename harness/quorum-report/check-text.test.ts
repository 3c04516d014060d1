import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { examineQuorums, type QuorumSystem } from '#quorums';
import { checkReport } from './check-report.ts';
import { checkText } from './check-text.ts';
import { usualCircumstances } from './circumstances.ts';

function cardinality(nodes: number, phase1: number, classic: number, fast: number | null): QuorumSystem {
  return { kind: 'cardinality', nodes, phase1, classic, fast };
}

function text(system: QuorumSystem): string {
  return checkText(system, checkReport(system, usualCircumstances), { toBreak: 'FILE', toRun: '--quorums FILE' });
}

const grid: QuorumSystem = { kind: 'grid', rows: 2, columns: 3, fastColumns: 2 };
const heavyFirst: QuorumSystem = {
  kind: 'weighted',
  nodes: ['n1', 'n2', 'n3', 'n4'],
  weights: [3, 1, 1, 1],
  phase1: 4,
  classic: 3,
  fast: 4,
};

test('a safe setting comes with its proof and its price', () => {
  expect(text(cardinality(10, 8, 3, 7))).toMatchInlineSnapshot(`
    "SAFE: N=10 L=8 R=3 F=7

    Nodes
      n1..n10

    Quorums
      phase 1        any 8 of 10 nodes  a new leader asks them what may be chosen
      classic round  any 3 of 10 nodes  their votes choose the leader's value
      fast round     any 7 of 10 nodes  their votes choose a value that no leader was asked about

    Must hold
      yes  every phase-1 quorum meets every classic quorum                   in at least 1 node   L + R > N: 8 + 3 = 11 > 10
      yes  every phase-1 quorum meets any two fast quorums, all in one node  in at least 2 nodes  L + 2F > 2N: 8 + 2*7 = 22 > 20

    Survives
                          crashes of   stopped by  enough nodes up
      fast path           any 3 nodes  any 4       99.99979 %
      classic path        any 7 nodes  any 8       > 99.99999999 %
      leader change       any 2 nodes  any 3       99.988 %
      collision recovery  any 2 nodes  any 3       99.988 %
      Enough nodes up: if each node is down 1 % of the time, independently.

    One decision
                          messages  delays  copies  waiting
      fast path                 36       2       7  1.10
      classic path              28       4       3  0.24
      leader change             18       2       0  1.33
      collision recovery        54       5      13  1.57
      Messages: between different nodes, for a client of a node that does not lead. Delays: messages one after the other until
      the client's node knows. Copies: votes on disk by then.
      Waiting: until the quorum has answered, on average, in mean reply times of a node.
      Two proposals at the same moment collide with probability 66 %.

    Could it be better?
      No: whatever safe setting makes one quorum smaller makes another larger (it is on the Pareto front).

    Put it to the test: ballotproof run register --quorums FILE
    "
  `);
});

test('an unsafe setting comes with quorums that do not meet, what follows, and what would be safe', () => {
  expect(text(cardinality(5, 4, 4, 3))).toMatchInlineSnapshot(`
    "UNSAFE: N=5 L=4 R=4 F=3 (Lamport's eF=2 eC=1)

    Nodes
      n1..n5

    Quorums
      phase 1        any 4 of 5 nodes  a new leader asks them what may be chosen
      classic round  any 4 of 5 nodes  their votes choose the leader's value
      fast round     any 3 of 5 nodes  their votes choose a value that no leader was asked about

    Must hold
      yes  every phase-1 quorum meets every classic quorum                   in at least 3 nodes  L + R > N: 4 + 4 = 8 > 5
      NO   every phase-1 quorum meets any two fast quorums, all in one node  in none              L + 2F > 2N: 4 + 2*3 = 10 is not > 10

    Why not
      the phase-1 quorum   n1..n4
      the fast quorum      n1, n2, n5
      another fast quorum  n3..n5
      No node is in all three.

    What comes of it
      A coordinator may find that two values can have been chosen.
      If it stops (--on-broken-pick stop, the default), it raises an alarm, and the instance stays undecided.
      If it goes on (--on-broken-pick choose), two values are chosen: clients read different values.

    Nearest safe
      N=5 L=4 R=4 F=4
      N=5 L=5 R=4 F=3

    See it happen: ballotproof quorum break FILE --run
    "
  `);
});

test('a grid tells which nodes stop it', () => {
  expect(text(grid)).toMatchInlineSnapshot(`
    "SAFE: grid 2x3 F=2 columns

    Nodes
      n1..n3 / n4..n6

    Quorums
      phase 1        a full row (3 nodes)          a new leader asks them what may be chosen
      classic round  a full column (2 nodes)       their votes choose the leader's value
      fast round     any 2 full columns (4 nodes)  their votes choose a value that no leader was asked about

    Must hold
      yes  every phase-1 quorum meets every classic quorum                   in at least 1 node
      yes  every phase-1 quorum meets any two fast quorums, all in one node  in at least 1 node

    Survives
                          crashes of   stopped by  enough nodes up
      fast path           any 1 node   n2, n4      99.88 %
      classic path        any 2 nodes  n3..n5      99.99921 %
      leader change       any 1 node   n1, n4      99.911 %
      collision recovery  any 1 node   n1, n4      99.911 %
      Enough nodes up: if each node is down 1 % of the time, independently.

    One decision
                          messages  delays  copies  waiting
      fast path                 20       2       4  1.35
      classic path              16       4       2  0.53
      leader change             10       2       0  1.05
      collision recovery        30       5       8  1.58
      Messages: between different nodes, for a client of a node that does not lead. Delays: messages one after the other until
      the client's node knows. Copies: votes on disk by then. The leader is n1.
      Waiting: until the quorum has answered, on average, in mean reply times of a node.
      Two proposals at the same moment collide with probability 69 %.

    Put it to the test: ballotproof run register --quorums FILE
    "
  `);
});

test('weights that fail the sums are safe where their quorums meet', () => {
  expect(text(heavyFirst)).toMatchInlineSnapshot(`
    "SAFE: weights 3,1,1,1 L=4 R=3 F=4

    Nodes
      weights: n1 3, n2 1, n3 1, n4 1

    Quorums
      phase 1        nodes that weigh at least 4 of 6  a new leader asks them what may be chosen
      classic round  nodes that weigh at least 3 of 6  their votes choose the leader's value
      fast round     nodes that weigh at least 4 of 6  their votes choose a value that no leader was asked about

    Must hold
      yes  every phase-1 quorum meets every classic quorum                   in at least 1 node  L + R > W: 4 + 3 = 7 > 6
      yes  every phase-1 quorum meets any two fast quorums, all in one node  in at least 1 node  L + 2F > 2W: 4 + 2*4 = 12 is not > 12; every phase-1 quorum and any two fast quorums have at least 1 node in common

    Survives
                          crashes of  stopped by  enough nodes up
      fast path           no node     n1          98.9 %
      classic path        any 1 node  n1, n2      99.970 %
      leader change       no node     n1          98.9 %
      collision recovery  no node     n1          98.9 %
      Enough nodes up: if each node is down 1 % of the time, independently.
      MIND: the crash of one node may stop the fast path and the leader change and the collision recovery.

    One decision
                          messages  delays  copies  waiting
      fast path                 12       2       2  1.08
      classic path              10       4       1  0.00
      leader change              6       2       0  0.33
      collision recovery        18       5       5  0.33
      Messages: between different nodes, for a client of a node that does not lead. Delays: messages one after the other until
      the client's node knows. Copies: votes on disk by then. The leader is n1.
      Waiting: until the quorum has answered, on average, in mean reply times of a node.
      Two proposals at the same moment collide with probability 13 %.

    Put it to the test: ballotproof run register --quorums FILE
    "
  `);
});

describe('the answer', () => {
  test('is the first word, and agrees with the examination, for every kind of safety', () => {
    const sizes = fc.integer({ min: 1, max: 7 }).chain((nodes) => {
      const size = fc.integer({ min: 1, max: nodes });
      return fc.tuple(fc.constant(nodes), size, size, fc.option(size));
    });
    fc.assert(
      fc.property(sizes, ([nodes, phase1, classic, fast]) => {
        const system = cardinality(nodes, phase1, classic, fast);
        const { safety } = examineQuorums(system);
        expect(text(system).startsWith(`${safety.toUpperCase()}: `)).toBe(true);
        expect(checkReport(system, usualCircumstances).price === null).toBe(safety !== 'safe');
      }),
    );
  });

  test('of too few steps is undecided, and says how to go on', () => {
    const nodes = Array.from({ length: 12 }, (_, index) => `n${index + 1}`);
    const pairs = nodes.flatMap((one) => nodes.filter((other) => other > one).map((other) => [one, other]));
    const system: QuorumSystem = { kind: 'explicit', nodes, phase1: pairs, classic: pairs, fast: null };
    const report = checkReport(system, usualCircumstances, { steps: 1 });
    expect(report.safety).toBe('undecided');
    expect(checkText(system, report, { toBreak: '', toRun: '' })).toContain('raise --steps');
  });

  test('warns when one crash stops a path', () => {
    expect(text(cardinality(5, 5, 1, 3))).toContain('MIND: the crash of one node may stop the leader change');
    expect(text(cardinality(5, 3, 3, 4))).not.toContain('MIND');
  });

  test('names a better setting where there is one', () => {
    expect(text(cardinality(10, 8, 4, 8))).toContain(
      'Yes: N=10 L=8 R=3 F=7 is safe too, with classic quorums of 3 instead of 4 and fast quorums of 7 instead of 8.',
    );
  });
});
