import { expect, test } from 'vitest';
import type { CommandOutcome } from '../protocol/state-machine.ts';
import { Sessions } from './sessions.ts';

function ok(value: number): CommandOutcome {
  return { kind: 'ok', value };
}

test('what a command came to is kept per client and sequence', () => {
  const sessions = new Sessions();
  sessions.record('c1', 1, ok(1));
  sessions.record('c2', 1, ok(2));
  expect(sessions.outcomeOf('c1', 1)).toEqual(ok(1));
  expect(sessions.outcomeOf('c2', 1)).toEqual(ok(2));
  expect([sessions.outcomeOf('c1', 2), sessions.outcomeOf('c3', 1)]).toEqual([null, null]);
});

test('a later command that was executed first does not stand for an earlier one', () => {
  const sessions = new Sessions();
  sessions.record('c1', 8, ok(8));
  expect(sessions.outcomeOf('c1', 7)).toBeNull();
  sessions.record('c1', 7, ok(7));
  expect([sessions.outcomeOf('c1', 7), sessions.outcomeOf('c1', 8)]).toEqual([ok(7), ok(8)]);
});

test('what is acknowledged is forgotten, and is not executed again', () => {
  const sessions = new Sessions();
  for (const sequence of [1, 2, 3]) sessions.record('c1', sequence, ok(sequence));
  sessions.acknowledge('c1', 3);
  expect([1, 2].map((sequence) => sessions.outcomeOf('c1', sequence)?.kind)).toEqual(['unavailable', 'unavailable']);
  expect(sessions.outcomeOf('c1', 3)).toEqual(ok(3));
  expect(sessions.entries()).toEqual([['c1', 3, [[3, ok(3)]]]]);
});

test('an acknowledgement that comes late takes nothing back', () => {
  const sessions = new Sessions();
  sessions.record('c1', 5, ok(5));
  sessions.acknowledge('c1', 5);
  sessions.acknowledge('c1', 2);
  expect(sessions.outcomeOf('c1', 4)?.kind).toBe('unavailable');
});

test('entries do not tell in which order things came', () => {
  const one = new Sessions();
  const other = new Sessions();
  for (const sequence of [1, 2]) for (const client of ['a', 'b']) one.record(client, sequence, ok(sequence));
  for (const sequence of [2, 1]) for (const client of ['b', 'a']) other.record(client, sequence, ok(sequence));
  expect(one.entries()).toEqual(other.entries());
});
