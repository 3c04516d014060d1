import { expect, test } from 'vitest';
import { generateRegisters } from '../../history/generate-registers.ts';
import { Budget } from '../budget.ts';
import { type Calls, noValue } from '../decider.ts';
import { isWindowLegal } from './is-window-legal.ts';
import { justInTime, justInTimeWith } from './jit.ts';
import { registerCalls, registerColumns, registerKind } from './register-calls.ts';

const { read, write, cas } = registerKind;

/** Five values, thirty clients, one in a hundred crashed; a read in the middle finds a value that nobody wrote. */
function impossibleRead(seed: number): Calls {
  const table = generateRegisters({
    seed,
    operations: 4_000,
    clients: 30,
    keys: 1,
    values: 5,
    crashPercent: 1,
    hasStaleRead: false,
  });
  const calls = registerCalls(
    registerColumns(table),
    Int32Array.from({ length: table.size }, (_, row) => row),
  );
  const middle = calls.kind.indexOf(read, calls.size / 2);
  return { ...calls, a: calls.a.with(middle, calls.valueCount), valueCount: calls.valueCount + 1 };
}

const within = (stepsMax: number): Budget =>
  new Budget({ now: () => 0, timeLimitMs: 1, memoryLimitBytes: 2 ** 28, stepsMax });

test.each([1, 2, 3])('a search that is stuck finds the contradiction among the last calls, seed %d', (seed) => {
  const calls = impossibleRead(seed);
  const decision = justInTime.decide(calls, within(20_000));
  expect(decision).toMatchObject({ kind: 'not-linearizable' });
  const misfit = decision.kind === 'not-linearizable' ? (decision.conflict?.[0] ?? -1) : -1;
  expect(calls.a[misfit]).toBe(calls.valueCount - 1);
});

test('the work in windows counts as steps of the search, and what they hold is given back', () => {
  const eager = justInTimeWith({ patience: 1, share: 4, stepsPerEvent: 8 });
  const budget = within(500);
  expect(eager.decide(impossibleRead(1), budget)).toMatchObject({ kind: 'exhausted', limit: 'steps' });
  expect(budget.freeBytes).toBe(budget.memoryLimitBytes);
});

test('of two equal cas, one from before the window, the one that has to take effect may take it first', () => {
  // 0: cas 0 to 1 [0, 6], 1: write 0 [1, 2], 2: cas 0 to 1 [3, 7], 3: read 1 [4, 5]. Only the order 0, 1, 2, 3 is legal.
  const calls: Calls = {
    size: 4,
    kind: Uint8Array.of(cas, write, cas, read),
    a: Int32Array.of(0, 0, 0, 1),
    b: Int32Array.of(1, noValue, 1, noValue),
    call: Int32Array.of(0, 1, 3, 4),
    ret: Int32Array.of(6, 2, 7, 5),
    row: Int32Array.of(0, 1, 2, 3),
    valueCount: 2,
    initial: 0,
  };
  expect([1, 2, 3, 4, 5, 6, 7, 8].filter((lastEvents) => !isWindowLegal(calls, lastEvents))).toEqual([]);
});

test('a read that was called long before the window is owed there, when its value was never there since', () => {
  // 0: read 2 [0, 21], and ten times: write 1, over before the next one begins.
  const writes = 10;
  const calls: Calls = {
    size: writes + 1,
    kind: Uint8Array.of(read, ...Array<number>(writes).fill(write)),
    a: Int32Array.of(2, ...Array<number>(writes).fill(1)),
    b: new Int32Array(writes + 1).fill(noValue),
    call: Int32Array.from({ length: writes + 1 }, (_, i) => (i === 0 ? 0 : 2 * i - 1)),
    ret: Int32Array.from({ length: writes + 1 }, (_, i) => (i === 0 ? 2 * writes + 1 : 2 * i)),
    row: Int32Array.from({ length: writes + 1 }, (_, i) => i),
    valueCount: 3,
    initial: 0,
  };
  expect(isWindowLegal(calls, 1)).toBe(false);
  expect(isWindowLegal({ ...calls, initial: 2 }, 1)).toBe(true);
  expect(isWindowLegal({ ...calls, a: calls.a.with(1, 2) }, 1)).toBe(true);
});
