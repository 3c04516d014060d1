import { expect, test } from 'vitest';
import type { Op } from '#checker';
import { each, type Intent, until, untilOk } from '#workloads';
import { standaloneClock } from './environments/sim/virtual-clock.ts';
import { interpret } from './interpret.ts';
import type { Completion, Generator, PlannedOp } from './ports/index.ts';
import { seededRng } from './seeded-rng.ts';

const writes = (count: number): Intent[] =>
  Array.from({ length: count }, (_, value): Intent => ({ f: 'write', key: 'r0', value }));

type Answer = (op: PlannedOp, begun: number) => Readonly<{ afterMs: number; completion: Completion }>;

const ok: Answer = () => ({ afterMs: 5, completion: { kind: 'ok', value: 'read-value' } });

async function run(generator: Generator, answer: Answer, processes = [0, 1], abortAtMs?: number) {
  const clock = standaloneClock();
  const ops: Op[] = [];
  const retired: number[] = [];
  const sentAfterInvoke: boolean[] = [];
  const stop = new AbortController();
  if (abortAtMs !== undefined) void clock.sleep(abortAtMs).then(() => stop.abort());
  let begun = 0;
  const left = await interpret({
    generator,
    clock,
    rng: seededRng(1),
    processes,
    signal: stop.signal,
    recorder: {
      record: (op) => {
        const stamped = { index: ops.length, ...op, timeNs: clock.nowNs() };
        ops.push(stamped);
        return stamped;
      },
    },
    clients: {
      home: ({ process }) => `n${process}`,
      perform: async (op) => {
        const last = ops.at(-1);
        sentAfterInvoke.push(last?.type === 'invoke' && last.process === op.process);
        const { afterMs, completion } = answer(op, begun++);
        await clock.sleep(afterMs);
        return completion;
      },
      retire: async (process) => {
        retired.push(process);
      },
    },
  });
  await clock.sleep(10_000); // whatever comes after the end would come by now
  return { ops, left, retired, sentAfterInvoke };
}

const byNumber = (a: Op['process'], b: Op['process']): number => Number(a) - Number(b);
const told = (ops: readonly Op[]): string[] =>
  ops.map(({ process, type, value }) => `${process} ${type} ${String(value)}`);

test('every invocation is recorded before its op is performed, and every op ends', async () => {
  const { ops, sentAfterInvoke } = await run(each(writes(20)), ok);
  expect(sentAfterInvoke).toHaveLength(20);
  expect(sentAfterInvoke.every(Boolean)).toBe(true);
  expect(ops.filter(({ type }) => type === 'ok')).toHaveLength(20);
});

test('a process has one op outstanding', async () => {
  const { ops } = await run(each(writes(20)), (_, begun) => ({
    afterMs: begun % 3,
    completion: { kind: 'ok', value: null },
  }));
  const open = new Set<unknown>();
  for (const { process, type } of ops) {
    expect(open.has(process)).toBe(type !== 'invoke');
    if (type === 'invoke') open.add(process);
    else open.delete(process);
  }
  expect(open.size).toBe(0);
});

test('a transaction is recorded without a key of its own, and carries the micro-operations as they were answered', async () => {
  const asked = [['r', 'a0', null]];
  const answered = [['r', 'a0', [1]]];
  const { ops } = await run(each([{ f: 'txn', value: asked }]), () => ({
    afterMs: 5,
    completion: { kind: 'ok', value: answered },
  }));
  expect(ops.map(({ type, value }) => [type, value])).toEqual([
    ['invoke', asked],
    ['ok', answered],
  ]);
  expect(ops.filter((op) => 'key' in op)).toEqual([]);
});

test('a read carries the value that was read, a write the one that was written', async () => {
  const intents: Intent[] = [
    { f: 'read', key: 'r0', value: null },
    { f: 'write', key: 'r0', value: 7 },
  ];
  const { ops } = await run(each(intents), ok, [0]);
  expect(told(ops)).toEqual(['0 invoke null', '0 ok read-value', '0 invoke 7', '0 ok 7']);
});

test('a rejection and an op that was never sent are fail; a lost answer is info, for a read too', async () => {
  const completions: Completion[] = [
    { kind: 'rejected', error: 'cas-mismatch' },
    { kind: 'indefinite', error: 'refused', sent: false },
    { kind: 'indefinite', error: 'timeout', sent: true },
    { kind: 'indefinite', error: 'timeout', sent: true },
  ];
  const intents: Intent[] = [...writes(3), { f: 'read', key: 'r0', value: null }];
  const { ops } = await run(
    each(intents),
    (_, begun) => ({ afterMs: 1, completion: completions[begun] ?? fault() }),
    [0],
  );
  const ends = ops.filter(({ type }) => type !== 'invoke');
  expect(ends.map(({ type, error }) => `${type} ${error}`)).toEqual([
    'fail cas-mismatch',
    'fail refused',
    'info timeout',
    'info timeout',
  ]);
});

test('after info the process is retired and replaced by a number that was never used', async () => {
  const lost: Completion = { kind: 'indefinite', error: 'timeout', sent: true };
  const { ops, left, retired } = await run(each(writes(6)), () => ({ afterMs: 1, completion: lost }));
  expect(
    ops
      .filter(({ type }) => type === 'invoke')
      .map(({ process }) => process)
      .toSorted(byNumber),
  ).toEqual([0, 1, 2, 3, 4, 5]);
  expect(retired.toSorted(byNumber)).toEqual([0, 1, 2, 3, 4, 5]);
  expect([...left].toSorted(byNumber)).toEqual([6, 7]);
});

test('the processes that are left are idle and can go on', async () => {
  const { ops, left } = await run(each(writes(4)), ok, [4, 7]);
  expect(new Set(ops.map(({ process }) => process))).toEqual(new Set([4, 7]));
  expect([...left].toSorted(byNumber)).toEqual([4, 7]);
});

test('an abort records open ops as info, asks for nothing more and does not wait', async () => {
  const { ops } = await run(
    each(writes(6)),
    () => ({ afterMs: 1000, completion: { kind: 'ok', value: null } }),
    [0, 1],
    10,
  );
  expect(ops.map(({ type }) => type)).toEqual(['invoke', 'invoke', 'info', 'info']);
  expect(ops.filter(({ type }) => type === 'info').map(({ error, timeNs }) => [error, timeNs])).toEqual([
    ['interrupted', 10e6],
    ['interrupted', 10e6],
  ]);
});

test('a time limit ends a generator that waits, and open ops still get their answer', async () => {
  const waits: Generator = { next: () => ({ kind: 'pending', untilNs: null, generator: waits }), update: () => waits };
  const { ops } = await run(until(50e6, waits), ok);
  expect(ops).toEqual([]);
  const slow = await run(until(50e6, each(writes(2))), () => ({
    afterMs: 80,
    completion: { kind: 'ok', value: null },
  }));
  expect(slow.ops.filter(({ type }) => type === 'ok')).toHaveLength(2);
});

test('the generator hears of completions', async () => {
  const { ops } = await run(untilOk(3, writes(1)), (_, begun) => ({
    afterMs: 1,
    completion: begun < 2 ? { kind: 'rejected', error: 'no' } : { kind: 'ok', value: null },
  }));
  expect(ops.filter(({ type }) => type !== 'invoke').map(({ type }) => type)).toEqual(['fail', 'fail', 'ok']);
});

test('an error of the harness in a client ends the interpretation', async () => {
  await expect(run(each(writes(1)), () => fault())).rejects.toThrow('not an outcome');
});

function fault(): never {
  throw new Error('not an outcome');
}
