import { expect, test } from 'vitest';
import { AcceptanceUsageError, parseAcceptanceOptions } from './options.ts';

const lines = [
  { number: 1, hasShortForm: true },
  { number: 2, hasShortForm: false },
  { number: 3, hasShortForm: true },
];

test('without arguments every line is replayed in full', () => {
  expect(parseAcceptanceOptions([], lines)).toEqual({ numbers: [1, 2, 3], isShort: false });
});

test('lines are chosen by their numbers, and keep their order', () => {
  expect(parseAcceptanceOptions(['3', '1', '3', '--short'], lines)).toEqual({ numbers: [1, 3], isShort: true });
});

test('a short replay of everything leaves out what has no short form', () => {
  expect(parseAcceptanceOptions(['--short'], lines)).toEqual({ numbers: [1, 3], isShort: true });
});

test('a short replay of a line that has no short form is refused, and says which have', () => {
  const refusal = 'line 2 has no short form; leave --short out, or name one of 1, 3.';
  expect(() => parseAcceptanceOptions(['1', '2', '--short'], lines)).toThrow(new AcceptanceUsageError(refusal));
  expect(parseAcceptanceOptions(['2'], lines)).toEqual({ numbers: [2], isShort: false });
});

test('asking for help is no error', () => {
  expect(parseAcceptanceOptions(['--help'], lines)).toBeNull();
});

test.each([[['4']], [['1.0']], [['all']], [['--fast']]])('%j is refused', (argv) => {
  expect(() => parseAcceptanceOptions(argv, lines)).toThrow(AcceptanceUsageError);
});
