import { expect, test } from 'vitest';
import { parseJsonText } from './json-text.ts';

test.each([
  '{"a":{"a":1},"b":[{"a":1},{"a":"a"}],"c":"a"}',
  String.raw`["a","a",{"x":"}","y":"{\"x\":"}]`,
  '{"a":"b","b":"a","":{"":[]}}',
  '7',
])('%s is read as JSON is', (text) => {
  expect(parseJsonText(text)).toEqual(JSON.parse(text));
});

test('a byte order mark is taken off', () => {
  expect(parseJsonText('\uFEFF{"a":1}')).toEqual({ a: 1 });
});

test.each([
  ['{"a":1,"a":1}', '"a"'],
  ['{"x":[{"a":1,"b":{"a":1},"a" : 2}]}', '"a"'],
  ['{"a":{"b":1},"c":"{","a":{}}', '"a"'],
  [String.raw`{"a":1,"\u0061":2}`, String.raw`"\u0061"`],
  [String.raw`{"\"":1,"\"":2}`, String.raw`"\""`],
])('%s is refused, as a key is there twice', (text, key) => {
  expect(() => parseJsonText(text)).toThrow(SyntaxError);
  expect(() => parseJsonText(text)).toThrow(`the key ${key} is there twice in one object; give it once`);
});

test('what is no JSON is refused', () => {
  expect(() => parseJsonText('{"a":1,}')).toThrow(SyntaxError);
});
