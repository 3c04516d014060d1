import { expect, test } from 'vitest';
import type { CardinalitySetting } from './cardinality.ts';
import { checkSetting } from './requirement.ts';

// N,L,R,F; without F: no fast rounds.
const safe = `
  10,6,5  10,8,3  10,6,5,8  10,8,3,7  10,9,2,6  5,5,1,3  3,3,3,3  4,3,2,3  6,4,3,5  3,2,2,3  3,3,1,2  4,1,4,4  5,3,3,4
  5,4,2,4  7,4,4,6  7,5,3,5  9,8,5,6  9,7,3,6  10,10,1,6  11,9,3,7  11,6,6,9  2,2,1,2  2,1,2,2  1,1,1,1`;
const unsafe = `
  10,7,3  10,6,5,7  10,8,10,6  10,8,3,6  5,4,4,3  5,3,3,3  6,4,3,4  3,2,2,2  4,4,1,2  5,4,2,3  7,4,4,5  9,6,4,6
  10,10,1,5  11,8,4,7  11,6,6,8  10,7,3,8`;

test.each(safe.trim().split(/\s+/))('%s is safe', (sizes) => {
  expect(checkSetting(setting(...sizes.split(',').map(Number))).isSafe).toBe(true);
});

test.each(unsafe.trim().split(/\s+/))('%s is unsafe', (sizes) => {
  expect(checkSetting(setting(...sizes.split(',').map(Number))).isSafe).toBe(false);
});

test('the number of safe settings of each N is the known one', () => {
  const counts = Array.from({ length: 10 }, (_, index) => safeSettings(index + 1));
  expect(counts).toEqual([1, 3, 9, 17, 32, 50, 78, 110, 155, 205]);
});

test('a violated inequality is spelled out with its numbers', () => {
  expect(checkSetting(setting(10, 7, 3, 8)).requirements.map(({ sentence }) => sentence)).toEqual([
    'L + R > N: 7 + 3 = 10 is not > 10',
    'L + 2F > 2N: 7 + 2*8 = 23 > 20',
  ]);
  expect(checkSetting(setting(10, 8, 3, 6)).requirements.map(({ sentence }) => sentence)).toEqual([
    'L + R > N: 8 + 3 = 11 > 10',
    'L + 2F > 2N: 8 + 2*6 = 20 is not > 20',
  ]);
});

test('the margin is that of the tightest requirement', () => {
  expect(checkSetting(setting(10, 9, 3, 7)).margin).toBe(2);
  expect(checkSetting(setting(10, 8, 3, 6)).margin).toBe(0);
  expect(checkSetting(setting(5, 1, 1, 5)).margin).toBe(-3);
});

test('without fast rounds only L + R > N is required', () => {
  expect(checkSetting(setting(5, 3, 3)).requirements.map(({ name }) => name)).toEqual(['phase-1 meets classic']);
});

test('crashes survived are counted for each path, and collision recovery needs the larger of L and R', () => {
  expect(checkSetting(setting(10, 8, 3, 7)).crashesSurvived).toEqual({
    fast: 3,
    classic: 7,
    leaderChange: 2,
    collisionRecovery: 2,
  });
  expect(checkSetting(setting(5, 2, 4, 5)).crashesSurvived).toEqual({
    fast: 0,
    classic: 1,
    leaderChange: 3,
    collisionRecovery: 1,
  });
  expect(checkSetting(setting(5, 3, 3)).crashesSurvived).toEqual({
    fast: null,
    classic: 2,
    leaderChange: 2,
    collisionRecovery: null,
  });
});

test('sizes that mean nothing get no report', () => {
  expect(() => checkSetting(setting(5, 6, 3, 4))).toThrow('the phase-1 quorum');
});

function safeSettings(nodes: number): number {
  let count = 0;
  for (let phase1 = 1; phase1 <= nodes; phase1 += 1) {
    for (let classic = 1; classic <= nodes; classic += 1) {
      for (let fast = 1; fast <= nodes; fast += 1) {
        if (checkSetting(setting(nodes, phase1, classic, fast)).isSafe) count += 1;
      }
    }
  }
  return count;
}

function setting(...sizes: number[]): CardinalitySetting {
  const [nodes = 0, phase1 = 0, classic = 0, fast = null] = sizes;
  return { nodes, phase1, classic, fast };
}
