import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ColumnMemory } from './column-memory.ts';
import { areEqual, ValueInterner } from './value-interner.ts';

test('equal values have one place, and others have none in common', () => {
  const interner = new ValueInterner();
  const values = [
    null,
    0,
    1,
    '1',
    true,
    [],
    [1],
    [[1]],
    ['1'],
    {},
    { a: 1, b: 2 },
    { a: 1 },
    { a: null },
    0.5,
    -1,
    [null],
  ];
  const places = values.map((value) => interner.place(structuredClone(value)));
  expect(places).toEqual(values.map((_, place) => place));
  expect(values.map((value) => interner.place(structuredClone(value)))).toEqual(places);
  expect(interner.place({ b: 2, a: 1 })).toBe(interner.place({ a: 1, b: 2 }));
  expect(interner.place(-0)).toBe(interner.place(0));
  expect(interner.values).toEqual(values);
});

test('lists keep their places while the table of hashes grows', () => {
  const interner = new ValueInterner();
  const lists = Array.from({ length: 5000 }, (_, number) => [number, number % 7]);
  const places = lists.map((list) => interner.place(list));
  expect(new Set(places).size).toBe(lists.length);
  expect(lists.map((list) => interner.place([...list]))).toEqual(places);
});

test('two values of JSON have one place exactly when they are written alike', () => {
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }));
  const written = (parsed: unknown): string => JSON.stringify(sorted(parsed));
  fc.assert(
    fc.property(value.filter(isExact), value.filter(isExact), (a, b) => {
      const interner = new ValueInterner();
      const isSame = interner.place(a) === interner.place(b);
      expect(isSame).toBe(written(a) === written(b));
      expect(areEqual(a, b)).toBe(isSame);
    }),
    { seed: 5, numRuns: 3000 },
  );
});

test.each([
  ['a whole number that no double holds', 2 ** 53, /^expected whole numbers between .*, found 9007199254740992$/],
  ['a bigint', [10n ** 20n], /found 100000000000000000000$/],
  ['no number', Number.NaN, /found NaN$/],
  ['endless nesting', JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`), /^expected values nested at most 100 deep/],
])('%s is refused', (_what, value, message) => {
  expect(() => new ValueInterner().place(value)).toThrow(
    expect.objectContaining({ code: 'HISTORY_MALFORMED', message: expect.stringMatching(message) }),
  );
});

function isExact(value: unknown): boolean {
  try {
    new ValueInterner().place(value);
    return true;
  } catch {
    return false;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, sorted(field)] as const);
  return ['object', ...fields.sort(([a], [b]) => (a < b ? -1 : 1))];
}

test('what the index of values holds is accounted for, and given up when it has grown', () => {
  const room = 3 * 2 * 4 * 4096; // the old index beside one of twice its size
  const interner = new ValueInterner(new ColumnMemory(room));
  for (let value = 0; value < 2048; value += 1) interner.place(value);
  expect(() => {
    for (let value = 2048; value < 8192; value += 1) interner.place(value);
  }).toThrow(expect.objectContaining({ code: 'HISTORY_TOO_LARGE' }));
});
