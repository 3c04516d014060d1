import { expect, test } from 'vitest';
import { HarnessError, UsageError } from '../harness-error.ts';
import { errorLine, errorStatus } from './print-error.ts';

test('an error and its causes are one line', () => {
  const cause = new Error('connect\n  refused');
  expect(errorLine(new HarnessError('NODE_NOT_READY', 'n1 did not answer.', { cause }))).toBe(
    'n1 did not answer. Cause: connect refused',
  );
  expect(errorLine('a string was thrown')).toBe('a string was thrown');
});

test('a chain of causes that closes in itself is cut', () => {
  const error = new Error('round');
  error.cause = error;
  expect(errorLine(error).split('Cause:')).toHaveLength(6);
});

test('wrong usage is 254, everything else is a failure of the harness', () => {
  expect(errorStatus(new UsageError('no such option'))).toBe(254);
  expect(errorStatus(new HarnessError('RUN_UNREADABLE', 'no run there'))).toBe(254);
  expect(errorStatus(new HarnessError('RUN_FAILED', 'it broke'))).toBe(255);
  expect(errorStatus(new TypeError('undefined is not a function'))).toBe(255);
  expect(errorStatus(null)).toBe(255);
});
