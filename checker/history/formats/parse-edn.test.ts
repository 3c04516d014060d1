import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edn } from './edn-text.ts';
import { MalformedForm, TextEnds } from './form-scanner.ts';
import { parseEdn, startOfForm } from './parse-edn.ts';

const parsed = (text: string): unknown => parseEdn(text, 0, true).form;

test.each<[string, unknown]>([
  ['nil', null],
  ['true', true],
  [':invoke', 'invoke'],
  [':jepsen/nemesis', 'jepsen/nemesis'],
  ['symbol', 'symbol'],
  ['-3', -3],
  ['3N', 3],
  ['1.50M', 1.5],
  ['12345678901234567890', 12345678901234567890n],
  ['"a\\n\\"\\u00e9"', 'a\n"é'],
  ['\\a', 'a'],
  ['\\newline', '\n'],
  ['\\(', '('],
  ['[1 2, 3]', [1, 2, 3]],
  ['(1 [])', [1, []]],
  ['#{1 2}', [1, 2]],
  ['{:f :read, :value nil 0 100}', { f: 'read', value: null, 0: 100 }],
  ['{[1 2] :pair, nil 3}', { '[1,2]': 'pair', null: 3 }],
  ['#jepsen.history.Op{:index 0}', { index: 0 }],
  ['#inst "2020"', '2020'],
  ['; a comment\n [1 ; another\n 2]', [1, 2]],
  ['[1 #_ 2 #_ #_ 3 4 5]', [1, 5]],
  ['{:__proto__ 1}', JSON.parse('{"__proto__":1}')],
])('%s is read', (text, value) => {
  expect(parsed(text)).toEqual(value);
});

test.each<[string, number, string]>([
  ['[1 2', 4, '"]"'],
  ['[1 2)', 4, '"]"'],
  ['{:a}', 1, 'a value for each key of a map'],
  ['{:a 1 :a 2}', 6, 'each key of a map once'],
  ['"abc', 4, 'the end of a string'],
  ['"\\q"', 1, 'an escape such as \\n'],
  ['"\\u00g0"', 3, 'four hexadecimal digits'],
  ['1/2', 0, 'a number that is exact'],
  ['1.00000000000000000000001', 0, 'a number that is exact'],
  ['12abc', 0, 'a number that is exact'],
  [':', 0, 'the name of a keyword'],
  ['\\nonsense', 0, 'a character such as \\a or \\newline'],
  ['#', 1, 'a set or a tag'],
  ['##Inf', 0, 'a set or a tag'],
  [']', 0, 'a value'],
  ['', 0, 'a value'],
  ['\\', 1, 'a character'],
])('%s is refused, with the place and what was expected', (text, at, expected) => {
  expect(() => parsed(text)).toThrow(expect.objectContaining({ at, expected }));
});

test.each([
  ['vectors', '['],
  ['discarded forms', '#_ '],
  ['tags', '#a '],
  ['vectors and discarded forms', '[ #_ '],
])('%s are nested at most a hundred deep, so that no text can exhaust the stack', (_what, opening) => {
  const expected = 'at most 100 levels of nesting';
  expect(() => parsed(opening.repeat(20_000))).toThrow(expect.objectContaining({ expected }));
});

test('what was written is read back', () => {
  fc.assert(
    fc.property(fc.jsonValue().filter(isWithoutLargeNumbers), (value) => {
      expect(parsed(edn(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed: 11, numRuns: 2000 },
  );
});

test('a text that is cut anywhere asks for more, and a whole one followed by a space does not', () => {
  const text = '#a {:k ["s\\u00e9\\"" \\space -12.5e3 #{nil} (sym)] ; comment\n #_ [1] :l {}} ';
  const whole = parseEdn(text, 0, false);
  expect(whole.end).toBe(text.length - 1);
  for (let end = 0; end < whole.end; end += 1) {
    expect(() => parseEdn(text.slice(0, end), 0, false)).toThrow(TextEnds);
  }
});

test('any text is read, refused or found incomplete, and nothing else', () => {
  const marks = '[ ] ( ) { } # _ " \\ ; : , ~ \n 1 a . - N u'.split(' ');
  const piece = fc.constantFrom(...marks, ' ', 'nil', '"a"', ':k 1', '#{', '\\u00');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, isComplete) => {
      const text = pieces.join('');
      try {
        startOfForm(text, 0, isComplete);
        expect(parseEdn(text, 0, isComplete).end).toBeLessThanOrEqual(text.length);
      } catch (error) {
        if (isComplete || !(error instanceof TextEnds)) expect(error).toBeInstanceOf(MalformedForm);
      }
    }),
    { seed: 12, numRuns: 5000 },
  );
});

function isWithoutLargeNumbers(value: unknown): boolean {
  return !/\d[eE]\+?\d|\d{16}/.test(JSON.stringify(value));
}
