import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExactJson } from './exact-json.ts';
import { exactNumber } from './exact-number.ts';

test.each<[string, number | bigint | null]>([
  ['0', 0],
  ['+7', 7],
  ['-12', -12],
  ['9007199254740991', 2 ** 53 - 1],
  ['9007199254740993', 9007199254740993n],
  ['-9007199254740993', -9007199254740993n],
  ['1.50', 1.5],
  ['1e3', 1000],
  ['0.1', 0.1],
  ['0.30000000000000004', 0.1 + 0.2],
  ['0.1000000000000000055511151231257827', null],
  ['9007199254740990.9', null],
  ['1e400', null],
  ['1e17', null],
  ['1e-400', null],
])('%s is read as %s', (text, value) => {
  expect(exactNumber(text)).toBe(value);
});

test('what JavaScript prints is read back', () => {
  const number = fc.double({
    noNaN: true,
    noDefaultInfinity: true,
    min: -(2 ** 53),
    max: 2 ** 53,
    maxExcluded: true,
    minExcluded: true,
  });
  fc.assert(
    fc.property(number, (value) => {
      expect(exactNumber(String(value))).toBe(value === 0 ? 0 : value);
      expect(parseExactJson(JSON.stringify([value]))).toEqual([value === 0 ? 0 : value]);
    }),
    { seed: 3, numRuns: 3000 },
  );
});

test('JSON keeps large numbers exact wherever they stand, and refuses what it would round', () => {
  expect(parseExactJson('{"a":[9007199254740993],"b":"9007199254740993e5"}')).toEqual({
    a: [9007199254740993n],
    b: '9007199254740993e5',
  });
  expect(() => parseExactJson('[1e400]')).toThrow('a number that is exact, found 1e400');
});
