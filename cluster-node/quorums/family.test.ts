import { expect, test } from 'vitest';
import { type CardinalitySetting, settingText } from './cardinality.ts';
import { cardinalityFamily } from './family.ts';
import { fullNodeSet, type NodeSet } from './node-set.ts';
import { checkSetting } from './requirement.ts';

test('a set is a quorum from the size on that the setting names', () => {
  const family = cardinalityFamily({ nodes: 5, phase1: 3, classic: 2, fast: 4 });
  expect([0b00011, 0b10101, 0b11111].map((set) => family.isPhase1(set))).toEqual([false, true, true]);
  expect([0b00001, 0b00011, 0b11111].map((set) => family.isClassic(set))).toEqual([false, true, true]);
  expect([0b00111, 0b11011, 0b11111].map((set) => family.isFast(set))).toEqual([false, true, true]);
});

test('without fast rounds nothing is a fast quorum', () => {
  expect(cardinalityFamily({ nodes: 3, phase1: 2, classic: 2, fast: null }).isFast(0b111)).toBe(false);
});

test('a set with a node that does not exist is a programming error', () => {
  const family = cardinalityFamily({ nodes: 3, phase1: 2, classic: 2, fast: null });
  expect(() => family.isPhase1(0b1001)).toThrow('a node set names only nodes of the cluster');
});

test('the inequalities say what enumerating all sets of nodes says', () => {
  for (const nodes of [1, 2, 3, 4, 5]) {
    for (const setting of allSettings(nodes)) {
      expect(checkSetting(setting).isSafe, settingText(setting)).toBe(isSafeByEnumeration(setting));
    }
  }
});

/** Every phase-1 quorum meets every classic quorum, and any two fast quorums in one node. */
function isSafeByEnumeration(setting: CardinalitySetting): boolean {
  const family = cardinalityFamily(setting);
  const sets: NodeSet[] = Array.from({ length: fullNodeSet(setting.nodes) + 1 }, (_, set) => set);
  const phase1 = sets.filter((set) => family.isPhase1(set));
  const classic = sets.filter((set) => family.isClassic(set));
  const fast = sets.filter((set) => family.isFast(set));
  return phase1.every(
    (one) =>
      classic.every((other) => (one & other) !== 0) &&
      fast.every((other) => fast.every((third) => (one & other & third) !== 0)),
  );
}

function allSettings(nodes: number): CardinalitySetting[] {
  const sizes = Array.from({ length: nodes }, (_, index) => index + 1);
  return sizes.flatMap((phase1) =>
    sizes.flatMap((classic) => [null, ...sizes].map((fast) => ({ nodes, phase1, classic, fast }))),
  );
}
