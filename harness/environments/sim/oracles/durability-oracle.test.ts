import { expect, test } from 'vitest';
import { isRound, type Message, noOp, type Round } from '#cluster-node';
import { judgeDurability } from './durability-oracle.ts';
import { DurableMemory } from './durable-memory.ts';

const names = ['n1', 'n2'];
const first = round(128);
const second = round(256);

function round(value: number): Round {
  if (!isRound(value)) throw new Error(`${value} is no round`);
  return value;
}

function memoryOf(...records: Parameters<DurableMemory['add']>[0][]): DurableMemory {
  const memory = new DurableMemory();
  for (const record of records) memory.add(record);
  return memory;
}

const promised: Message = { kind: 'phase1b', round: second, from: 1, part: 0, parts: 1, votes: [], chosen: [] };
const voted: Message = { kind: 'phase2b', round: first, instance: 3, value: noOp };

/** Each message, what has to be on disk before it, something like it that does not suffice, and what is said to be missing. */
const reliances: readonly (readonly [Message, DurableMemory, DurableMemory, string])[] = [
  [
    promised,
    memoryOf({ kind: 'promise', round: second }),
    memoryOf({ kind: 'promise', round: first }),
    'its promise of round 2 of n1',
  ],
  [
    { kind: 'phase1b-instance', round: second, instance: 3, vote: null },
    memoryOf({ kind: 'promise-instance', instance: 3, round: second }),
    memoryOf({ kind: 'promise-instance', instance: 4, round: second }),
    'its promise of round 2 of n1, for instance 3',
  ],
  [
    voted,
    memoryOf({ kind: 'vote', round: first, instance: 3, value: noOp }),
    memoryOf({ kind: 'vote', round: first, instance: 3, value: 'x' }),
    'its vote for a no-op in instance 3, in round 1 of n1',
  ],
  [
    { kind: 'phase1a', round: second, from: 1 },
    memoryOf({ kind: 'began', round: second }),
    memoryOf({ kind: 'began', round: first }),
    'that it began round 2 of n1',
  ],
  [
    { kind: 'phase2a', round: second, instance: 1, value: noOp },
    memoryOf({ kind: 'began', round: second }),
    memoryOf({ kind: 'promise', round: second }),
    'that it began round 2 of n1',
  ],
  [
    { kind: 'any', round: round(257), from: 1, next: 1 },
    memoryOf({ kind: 'began', round: second }),
    memoryOf({ kind: 'began', round: first }),
    'that it began round 2 of n1',
  ],
];

test.each(reliances)(
  '%j leaves once what it says is on disk, and not before',
  (message, enough, tooLittle, missing) => {
    expect(() => judgeDurability('n1', message, enough, names)).not.toThrow();
    expect(() => judgeDurability('n1', message, tooLittle, names)).toThrow(`n1 sends ${message.kind} before`);
    expect(() => judgeDurability('n1', message, new DurableMemory(), names)).toThrow(`is on its disk: ${missing}`);
  },
);

test('a vote that a later one has overwritten may still be told', () => {
  const memory = memoryOf(
    { kind: 'vote', round: first, instance: 3, value: noOp },
    { kind: 'vote', round: second, instance: 3, value: 'x' },
  );
  expect(() => judgeDurability('n1', voted, memory, names)).not.toThrow();
});

test('nothing is said about instances that are forgotten', () => {
  const memory = new DurableMemory();
  memory.forgetThrough(3);
  expect(() => judgeDurability('n1', voted, memory, names)).not.toThrow();
  expect(() => judgeDurability('n1', { ...voted, instance: 4 }, memory, names)).toThrow('its vote');
});
