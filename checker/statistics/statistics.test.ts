import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import { pairOps } from '../history/pair-ops.ts';
import { measureAvailability, type TimeWindow, windowsAfterHeals } from './measure-availability.ts';
import { summarizeOperations } from './summarize-operations.ts';

// The line with index i is i milliseconds after the run began.
const operations = pairOps(
  historyOf(
    `1 invoke write 1
     1 ok write 1
     1 invoke read
     2 invoke cas [1,2]
     2 ok cas [1,2]
     3 invoke read
     4 invoke cas [9,9]
     4 fail cas [9,9]
     3 info read
     1 ok read 1`,
  ),
);

function windowOf(startMs: number, endMs: number, name = 'w'): TimeWindow {
  return { name, kind: 'kill', startNs: startMs * 1e6, endNs: endMs * 1e6 };
}

test('operations are counted by how they ended, in all and per function', () => {
  const summary = summarizeOperations(operations);
  expect(summary.total).toEqual({ ok: 3, fail: 1, info: 1 });
  expect(summary.byFunction['cas']?.counts).toEqual({ ok: 1, fail: 1, info: 0 });
  expect(summary.byFunction['read']).toEqual({
    counts: { ok: 1, fail: 0, info: 1 },
    latency: { p50Ms: 7, p99Ms: 7, maxMs: 7 },
  });
});

test('latencies are those of successes, by nearest rank', () => {
  const [write] = operations;
  if (write === undefined) throw new Error('the history begins with a write');
  const timed = Array.from({ length: 100 }, (_, place) => ({ ...write, invokeNs: 0, completeNs: (100 - place) * 1e6 }));
  expect(summarizeOperations(timed).latency).toEqual({ p50Ms: 50, p99Ms: 99, maxMs: 100 });
  expect(summarizeOperations([]).latency).toBeNull();
});

test('an operation counts in the window in which it began and ended', () => {
  const [early, middle, whole] = measureAvailability(operations, [windowOf(0, 1), windowOf(2, 8), windowOf(0, 9)]);
  expect(early).toMatchObject({ counts: { ok: 1, fail: 0, info: 0 }, okReads: 0, okWrites: 1 });
  expect(middle).toMatchObject({ counts: { ok: 1, fail: 1, info: 1 }, okReads: 0, okWrites: 1 });
  expect(whole).toMatchObject({ counts: { ok: 3, fail: 1, info: 1 }, okReads: 1, okWrites: 2 });
});

test('the longest gap without a success reaches from edge to edge of the window', () => {
  const gaps = measureAvailability(operations, [windowOf(0, 9), windowOf(0, 30), windowOf(5, 8)]).map(
    (one) => one.longestGapMs,
  );
  expect(gaps).toEqual([5, 21, 3]);
});

test('after each heal there is a window until the next fault, or the end; overlapping faults heal together', () => {
  const faults = [windowOf(10, 20, 'a'), windowOf(30, 50, 'b'), windowOf(35, 40, 'c')];
  expect(windowsAfterHeals(faults, 70e6).map(({ name, startNs, endNs }) => [name, startNs / 1e6, endNs / 1e6])).toEqual(
    [
      ['after a', 20, 30],
      ['after b', 50, 70],
    ],
  );
  expect(windowsAfterHeals([], 70e6)).toEqual([]);
});
