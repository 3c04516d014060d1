import { expect, test } from 'vitest';
import type { QuorumSystem } from '#quorums';
import { usualCircumstances } from './circumstances.ts';
import { type Comparison, comparison } from './comparison.ts';
import { comparisonText } from './comparison-text.ts';

function sizes(nodes: number, phase1: number, classic: number, fast: number | null): QuorumSystem {
  return { kind: 'cardinality', nodes, phase1, classic, fast };
}

function compared(a: QuorumSystem, b: QuorumSystem): Comparison {
  return comparison(a, b, usualCircumstances);
}

test('one that is nowhere worse dominates', () => {
  const [better, worse] = [sizes(10, 8, 3, 7), sizes(10, 8, 3, 8)];
  expect(compared(better, worse).sentence).toMatch(/^A dominates B/);
  expect(compared(worse, better).sentence).toMatch(/^B dominates A/);
  expect(compared(worse, worse).sentence).toBe('They are worth the same.');
});

test('one more node than a majority needs is one crash more of slack', () => {
  const { rows } = compared(sizes(4, 3, 2, null), sizes(3, 2, 2, null));
  expect(rows.find(({ name }) => name === 'classic path: crashes survived')).toMatchObject({ a: 2, b: 1, better: 'A' });
  expect(rows.some(({ name }) => name.startsWith('fast path'))).toBe(false);
});

test('what only one of them has wins nothing', () => {
  const { rows } = compared(sizes(5, 3, 3, 4), sizes(5, 3, 3, null));
  expect(rows.find(({ name }) => name === 'fast path: crashes survived')).toMatchObject({
    a: 1,
    b: null,
    better: null,
  });
});

test('the price of what is unsafe does not count', () => {
  expect(compared(sizes(10, 8, 3, 6), sizes(10, 8, 3, 7)).sentence).toMatch(/^A is unsafe/);
});

test('systems stand side by side', () => {
  const [a, b] = [sizes(10, 8, 3, 7), sizes(10, 7, 4, 7)];
  expect(comparisonText(a, b, compared(a, b))).toMatchInlineSnapshot(`
    "                                      A                  B                  better
                                          N=10 L=8 R=3 F=7   N=10 L=7 R=4 F=7
    safe                                  yes                yes
    nodes                                 10                 10
    phase 1                               any 8 of 10 nodes  any 7 of 10 nodes
    classic round                         any 3 of 10 nodes  any 4 of 10 nodes
    fast round                            any 7 of 10 nodes  any 7 of 10 nodes
    fast path: crashes survived           3                  3
    classic path: crashes survived        7                  6                  A
    leader change: crashes survived       2                  3                  B
    collision recovery: crashes survived  2                  3                  B
    fast path: enough nodes up            99.99979 %         99.99979 %
    classic path: enough nodes up         > 99.99999999 %    > 99.99999999 %
    leader change: enough nodes up        99.988 %           99.99979 %         B
    collision recovery: enough nodes up   99.988 %           99.99979 %         B
    fast path: waiting                    1.10               1.10
    classic path: waiting                 0.24               0.38               A
    leader change: waiting                1.33               1.00               B
    collision recovery: waiting           1.57               1.37               B
    fast path: messages                   36                 36
    classic path: messages                28                 28
    leader change: messages               18                 18
    collision recovery: messages          54                 54
    two at the same moment collide        66 %               66 %

    Enough nodes up: if each node is down 1 % of the time, independently.
    Waiting: until the quorum has answered, on average, in mean reply times of a node.
    Messages: between different nodes, for one decision of a client whose node does not lead.

    A trade. For A: classic path (crashes survived, waiting). For B: leader change (crashes survived, enough nodes up, waiting); collision recovery (crashes survived, enough nodes up, waiting).
    "
  `);
});
