import { expect, test } from 'vitest';
import { assertMeaningful, type CardinalitySetting, QuorumSettingError, settingText } from './cardinality.ts';

const sound: CardinalitySetting = { nodes: 5, phase1: 3, classic: 3, fast: 4 };

test('a setting reads as its numbers, without F when fast rounds are not used', () => {
  expect(settingText(sound)).toBe('N=5 L=3 R=3 F=4');
  expect(settingText({ ...sound, fast: null })).toBe('N=5 L=3 R=3');
});

test('sizes from 1 to N are meaningful, unsafe ones too', () => {
  expect(() => assertMeaningful(sound)).not.toThrow();
  expect(() => assertMeaningful({ nodes: 5, phase1: 1, classic: 1, fast: 5 })).not.toThrow();
  expect(() => assertMeaningful({ nodes: 1, phase1: 1, classic: 1, fast: null })).not.toThrow();
});

test.each([
  [{ ...sound, nodes: 0 }, 'the number of nodes must be a whole number from 1, not 0'],
  [{ ...sound, nodes: 2.5 }, 'the number of nodes must be a whole number from 1, not 2.5'],
  [{ ...sound, phase1: 6 }, 'the phase-1 quorum must be a whole number from 1 to 5 (the number of nodes), not 6'],
  [{ ...sound, classic: 0 }, 'the classic quorum must be a whole number from 1 to 5 (the number of nodes), not 0'],
  [{ ...sound, fast: Number.NaN }, 'the fast quorum must be a whole number from 1 to 5 (the number of nodes), not NaN'],
])('a size that means nothing is refused in one line: %j', (setting, line) => {
  expect(() => assertMeaningful(setting)).toThrow(new QuorumSettingError(line));
});
