import { expect, test } from 'vitest';
import type { Generator, PlannedOp } from '#ports';
import { type DriveOptions, drive } from './drive.ts';
import { each, type Intent } from './each.ts';
import { limit } from './limit.ts';
import { mix } from './mix.ts';
import { onNodes } from './on-nodes.ts';
import { phases } from './phases.ts';
import { stagger } from './stagger.ts';
import { testRng } from './test-rng.ts';
import { until } from './until.ts';
import { untilOk } from './until-ok.ts';

const reads = (key: string, count: number): Intent[] =>
  Array.from({ length: count }, () => ({ f: 'read', key, value: null }));

const run = (generator: Generator, options: Partial<DriveOptions> = {}): PlannedOp[] =>
  drive(generator, {
    processes: 4,
    rng: testRng(1),
    opTimeNs: 1e6,
    outcome: (op) => ({ type: 'ok', value: op.value }),
    opsMax: 10_000,
    ...options,
  });

const keysOf = (ops: readonly PlannedOp[]): string => ops.map((op) => op.key).join('');

test('each gives every intent once, in order', () => {
  expect(keysOf(run(each([...reads('a', 2), ...reads('b', 1)])))).toBe('aab');
});

test('a process is given one op at a time', () => {
  const ops = run(each(reads('a', 9)), { processes: 2, opTimeNs: 10 });
  expect(ops.map((op) => op.atNs)).toEqual([0, 0, 10, 10, 20, 20, 30, 30, 40]);
  for (const process of [0, 1]) {
    const times = ops.filter((op) => op.process === process).map((op) => op.atNs);
    expect(new Set(times).size).toBe(times.length);
  }
});

test('limit cuts off after its ops', () => {
  expect(run(limit(3, each(reads('a', 9))))).toHaveLength(3);
  expect(run(limit(0, each(reads('a', 9))))).toHaveLength(0);
});

test('until lets nothing begin at or after its end, and ends a source that is never done', () => {
  const ops = run(until(50, each(reads('a', 99))), { processes: 1, opTimeNs: 10 });
  expect(ops.map((op) => op.atNs)).toEqual([0, 10, 20, 30, 40]);
  const never: Generator = { next: () => ({ kind: 'pending', untilNs: null, generator: never }), update: () => never };
  expect(run(until(50, never))).toEqual([]);
});

test('until asks again for an end that may move, and loses no op of the source', () => {
  let endNs = 25;
  let asked = 0;
  const movingEnd = (): number => {
    asked += 1;
    if (asked > 4) endNs = 45;
    return endNs;
  };
  const ops = run(until(movingEnd, each(reads('a', 99))), { processes: 1, opTimeNs: 10 });
  expect(ops.length).toBe(5);
});

test('mix draws from all of its sources and goes on when one is done', () => {
  const keys = keysOf(run(mix([each(reads('a', 50)), each(reads('b', 5))])));
  expect(keys).toHaveLength(55);
  expect(keys.indexOf('b')).toBeLessThan(25);
  expect(keys.startsWith('a'.repeat(25))).toBe(false);
});

test('phases begins a source only when every op of the one before has ended', () => {
  const ops = run(phases([each(reads('a', 3)), each(reads('b', 2))]), { opTimeNs: 7 });
  expect(keysOf(ops)).toBe('aaabb');
  expect(ops.map((op) => op.atNs)).toEqual([0, 0, 0, 7, 7]);
});

test('stagger keeps the rate on average, with uneven gaps', () => {
  const ops = run(stagger(100, each(reads('a', 1000))));
  const lastNs = ops.at(-1)?.atNs ?? 0;
  expect(lastNs / 1e9).toBeGreaterThan(9);
  expect(lastNs / 1e9).toBeLessThan(11);
  const gapsMs = ops.slice(1).map((op, index) => Math.round((op.atNs - (ops[index]?.atNs ?? 0)) / 1e6));
  expect(new Set(gapsMs).size).toBeGreaterThan(15);
  expect(Math.max(...gapsMs)).toBeLessThanOrEqual(20);
});

test('stagger at rate 0 gives no ops', () => {
  expect(run(stagger(0, each(reads('a', 10))))).toEqual([]);
});

test('after an outage stagger goes on at its rate and does not catch up in a burst', () => {
  const source = each(reads('a', 50));
  const outage: Generator = {
    next: (context) =>
      context.nowNs < 1e9 ? { kind: 'pending', untilNs: 1e9, generator: outage } : source.next(context),
    update: () => outage,
  };
  const timesMs = run(stagger(100, outage)).map((op) => op.atNs / 1e6);
  expect(timesMs[0]).toBe(1000);
  expect(timesMs.at(-1)).toBeGreaterThan(1300);
});

test('untilOk repeats what failed, at most so many times, and nothing that succeeded', () => {
  const failing = new Set(['b']);
  const ops = run(untilOk(3, [...reads('a', 1), ...reads('b', 1), ...reads('c', 1)]), {
    outcome: (op) => ({ type: failing.has(op.key ?? '') ? 'info' : 'ok', value: null }),
  });
  expect(keysOf(ops)).toBe('abcbb');
});

test('onNodes sends each intent through every node', () => {
  const intents = onNodes(['n1', 'n2'], [...reads('a', 1), ...reads('b', 1)]);
  expect(intents.map(({ key, node }) => `${key}@${node}`)).toEqual(['a@n1', 'a@n2', 'b@n1', 'b@n2']);
});
