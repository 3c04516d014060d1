import { expect, test } from 'vitest';
import { type CardinalitySetting, settingText } from './cardinality.ts';
import { nearestSafeSettings, smallestClassic, smallestFast } from './nearest-safe-settings.ts';
import { checkSetting } from './requirement.ts';

test.each([
  // For L = 1, 2, ... the smallest safe R/F.
  [3, '3/3 2/3 1/2'],
  [4, '4/4 3/4 2/3 1/3'],
  [5, '5/5 4/5 3/4 2/4 1/3'],
  [6, '6/6 5/6 4/5 3/5 2/4 1/4'],
  [7, '7/7 6/7 5/6 4/6 3/5 2/5 1/4'],
  [9, '9/9 8/9 7/8 6/8 5/7 4/7 3/6 2/6 1/5'],
  [10, '10/10 9/10 8/9 7/9 6/8 5/8 4/7 3/7 2/6 1/6'],
  [11, '11/11 10/11 9/10 8/10 7/9 6/9 5/8 4/8 3/7 2/7 1/6'],
])('the smallest safe quorums of %i nodes are %s', (nodes, expected) => {
  const sizes = Array.from(
    { length: nodes },
    (_, index) => `${smallestClassic(nodes, index + 1)}/${smallestFast(nodes, index + 1)}`,
  );
  expect(sizes.join(' ')).toBe(expected);
});

test('the smallest changes come by rising phase-1 quorum', () => {
  expect(nearestSafeSettings({ nodes: 10, phase1: 7, classic: 3, fast: 8 }).map(settingText)).toEqual([
    'N=10 L=7 R=4 F=8',
    'N=10 L=8 R=3 F=8',
  ]);
  expect(nearestSafeSettings({ nodes: 10, phase1: 8, classic: 3, fast: 6 }).map(settingText)).toEqual([
    'N=10 L=8 R=3 F=7',
    'N=10 L=9 R=3 F=6',
  ]);
  expect(nearestSafeSettings({ nodes: 5, phase1: 2, classic: 3, fast: null }).map(settingText)).toEqual([
    'N=5 L=2 R=4',
    'N=5 L=3 R=3',
  ]);
});

test('a safe setting is its own and only answer', () => {
  const safe = { nodes: 5, phase1: 3, classic: 3, fast: 4 };
  expect(nearestSafeSettings(safe)).toEqual([safe]);
});

test('the answer agrees with trying every setting', () => {
  for (const nodes of [1, 2, 3, 4, 5]) {
    const all = allSettings(nodes);
    for (const setting of all) {
      const safe = all.filter(
        (other) => checkSetting(other).isSafe && (other.fast === null) === (setting.fast === null),
      );
      const leastChange = Math.min(...safe.map((other) => distance(setting, other)));
      const expected = safe.filter((other) => distance(setting, other) === leastChange);
      expect(nearestSafeSettings(setting), settingText(setting)).toEqual(expected);
    }
  }
});

/** By rising phase 1. */
function allSettings(nodes: number): CardinalitySetting[] {
  const sizes = Array.from({ length: nodes }, (_, index) => index + 1);
  return sizes.flatMap((phase1) =>
    sizes.flatMap((classic) => [null, ...sizes].map((fast) => ({ nodes, phase1, classic, fast }))),
  );
}

function distance(one: CardinalitySetting, other: CardinalitySetting): number {
  const change = (name: 'phase1' | 'classic' | 'fast'): number => Math.abs((one[name] ?? 0) - (other[name] ?? 0));
  return change('phase1') + change('classic') + change('fast');
}
