import { describe, expect, test } from 'vitest';
import { paretoSettings, safeSettings } from '#quorums';
import { usualCircumstances } from './circumstances.ts';
import { listText } from './list-text.ts';
import { type Preference, settingsList } from './settings-list.ts';

function best(nodes: number, prefer: Preference, hasFastRounds = true): string {
  const { settings } = settingsList({ nodes, hasFastRounds, prefer, all: false }, usualCircumstances);
  return settings[0]?.text ?? '';
}

describe('of the safe settings', () => {
  test.each([
    [10, 'crashes', 'N=10 L=7 R=4 F=7'],
    [10, 'fast-latency', 'N=10 L=9 R=2 F=6'],
    [10, 'leader-change', 'N=10 L=5 R=6 F=8'],
    [5, 'crashes', 'N=5 L=3 R=3 F=4'],
  ] as const)('of %d nodes, who prefers %s takes %s', (nodes, prefer, text) => {
    expect(best(nodes, prefer)).toBe(text);
  });

  test('the fastest is not recommended when one crash stops a path and another has no such', () => {
    expect(best(5, 'fast-latency')).not.toContain('L=5');
  });

  test('without fast rounds an even number of nodes gets the even-nodes setting', () => {
    expect(best(6, 'crashes', false)).toBe('N=6 L=4 R=3');
  });

  test('the front is listed, or all', () => {
    const count = (all: boolean): number =>
      settingsList({ nodes: 7, hasFastRounds: true, prefer: 'crashes', all }, usualCircumstances).settings.length;
    expect([count(false), count(true)]).toEqual([paretoSettings(7).length, safeSettings(7).length]);
  });
});

test('the list is a table with the recommended setting first', () => {
  const list = settingsList({ nodes: 4, hasFastRounds: true, prefer: 'crashes', all: false }, usualCircumstances);
  expect(listText(list)).toMatchInlineSnapshot(`
    "4 safe settings of 4 nodes, on the Pareto front: none has a quorum that can be made smaller unless another grows.
    Recommended: N=4 L=3 R=2 F=3: every path gets ahead with any 1 node down, and no setting does better.

    L  R  F  fast path  classic path  leader change  recovery  fast in  classic in  collide
    3  2  3          1             2              1         1  1.08     0.33        38 %     recommended; even nodes
    4  1  3          1             3              0         0  1.08     0.00        38 %     singleton
    2  3  4          0             1              2         1  2.08     0.83        88 %
    1  4  4          0             0              3         0  2.08     1.83        88 %     all aboard

    L, R, F: nodes in a quorum of phase 1, of a classic round and of a fast round.
    fast path, classic path, leader change, recovery: crashes that the path survives, whichever nodes they hit.
    fast in, classic in: average wait for the quorum's answers, in mean reply times of a node.
    collide: probability that two proposals at the same moment collide.
    "
  `);
});
