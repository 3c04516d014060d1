import { expect, test } from 'vitest';
import { AcceptanceUsageError, parseAcceptanceOptions } from './options.ts';

test('without arguments every line is replayed in full', () => {
  expect(parseAcceptanceOptions([], [1, 2])).toEqual({ numbers: [1, 2], isShort: false });
});

test('lines are chosen by their numbers', () => {
  expect(parseAcceptanceOptions(['2', '--short'], [1, 2])).toEqual({ numbers: [2], isShort: true });
});

test('asking for help is no error', () => {
  expect(parseAcceptanceOptions(['--help'], [1])).toBeNull();
});

test.each([[['3']], [['1.0']], [['all']], [['--fast']]])('%j is refused', (argv) => {
  expect(() => parseAcceptanceOptions(argv, [1, 2])).toThrow(AcceptanceUsageError);
});
