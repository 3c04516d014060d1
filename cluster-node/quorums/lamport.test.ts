import { expect, test } from 'vitest';
import { settingText } from './cardinality.ts';
import { fromLamport, largestClassicCrashes, largestFastCrashes, toLamport } from './lamport.ts';
import { checkSetting } from './requirement.ts';

test.each([
  // eF,eC of the largest eF; eC,eF of the largest eC.
  [3, '0,0', '1,0'],
  [4, '1,1', '1,1'],
  [5, '1,1', '2,1'],
  [6, '1,1', '2,1'],
  [7, '2,2', '3,1'],
  [8, '2,2', '3,2'],
  [9, '2,2', '4,2'],
  [10, '3,3', '4,2'],
  [11, '3,3', '5,2'],
  [12, '3,3', '5,3'],
])('the extreme choices of %i nodes are %s and %s', (nodes, mostFast, mostClassic) => {
  const fast = largestFastCrashes(nodes);
  const classic = largestClassicCrashes(nodes);
  expect(`${fast.fastCrashes},${fast.classicCrashes}`).toBe(mostFast);
  expect(`${classic.classicCrashes},${classic.fastCrashes}`).toBe(mostClassic);
});

test('a setting in this form is safe exactly if N > 2eC and N > 2eF + eC', () => {
  for (let nodes = 1; nodes <= 12; nodes += 1) {
    for (let fastCrashes = 0; fastCrashes < nodes; fastCrashes += 1) {
      for (let classicCrashes = 0; classicCrashes < nodes; classicCrashes += 1) {
        const lamport = { nodes, fastCrashes, classicCrashes };
        const setting = fromLamport(lamport);
        const isSafe = nodes > 2 * classicCrashes && nodes > 2 * fastCrashes + classicCrashes;
        expect(checkSetting(setting).isSafe, settingText(setting)).toBe(isSafe);
        expect(toLamport(setting)).toEqual(lamport);
      }
    }
  }
});

test('the extreme choices are safe, and no safe choice survives more', () => {
  for (let nodes = 3; nodes <= 12; nodes += 1) {
    const isSafe = (fastCrashes: number, classicCrashes: number): boolean =>
      checkSetting(fromLamport({ nodes, fastCrashes, classicCrashes })).isSafe;
    const { fastCrashes, classicCrashes } = largestFastCrashes(nodes);
    expect(isSafe(fastCrashes, classicCrashes)).toBe(true);
    // With as many on the classic path; fewer of those would leave more for the fast path.
    expect(isSafe(fastCrashes + 1, fastCrashes + 1)).toBe(false);
    const other = largestClassicCrashes(nodes);
    expect(isSafe(other.fastCrashes, other.classicCrashes)).toBe(true);
    expect(isSafe(0, other.classicCrashes + 1)).toBe(false);
    expect(isSafe(other.fastCrashes + 1, other.classicCrashes)).toBe(false);
  }
});

test('a setting with different L and R, or without fast rounds, has no such form', () => {
  expect(toLamport({ nodes: 5, phase1: 4, classic: 3, fast: 4 })).toBeNull();
  expect(toLamport({ nodes: 5, phase1: 3, classic: 3, fast: null })).toBeNull();
});
