import { expect, test } from 'vitest';
import { type GeneratedRegisters, generateRegisters } from '../../history/generate-registers.ts';
import { Budget } from '../budget.ts';
import { type Calls, noValue } from '../decider.ts';
import { justInTime } from './jit.ts';
import { registerCalls, registerColumns, registerKind } from './register-calls.ts';

const budget = (memoryLimitBytes = 2 ** 30): Budget => new Budget({ now: () => 0, timeLimitMs: 1, memoryLimitBytes });

function generated(shape: Partial<GeneratedRegisters>): Calls {
  const table = generateRegisters({
    seed: 1,
    operations: 1_000,
    clients: 30,
    keys: 1,
    values: 5,
    crashPercent: 1,
    hasStaleRead: false,
    ...shape,
  });
  return registerCalls(
    registerColumns(table),
    Int32Array.from({ length: table.size }, (_, i) => i),
  );
}

test.each([
  { clients: 5, crashPercent: 0 },
  { clients: 30, crashPercent: 5 },
  { clients: 50, crashPercent: 1 },
  { clients: 200, crashPercent: 1 },
])('five values, $clients clients and $crashPercent % crashed are decided in few steps', (shape) => {
  const steps = new Budget({ now: () => 0, timeLimitMs: 1, memoryLimitBytes: 2 ** 27, stepsMax: 100_000 });
  expect(justInTime.decide(generated(shape), steps)).toEqual({ kind: 'linearizable' });
});

test('an answer that nobody can have seen is found in the middle of a long history', () => {
  const calls = generated({ operations: 5_000 });
  const middle = calls.kind.findIndex((kind, i) => kind === registerKind.read && i > calls.size / 2);
  const spoilt = { ...calls, a: calls.a.slice(), valueCount: calls.valueCount + 1 };
  spoilt.a[middle] = calls.valueCount;
  const decision = justInTime.decide(spoilt, budget());
  expect(decision).toMatchObject({ kind: 'not-linearizable', why: expect.stringMatching(/another value was there/) });
  expect(decision.kind === 'not-linearizable' && decision.conflict?.[0]).toBe(middle);
});

test('past the time it says how many calls were in order', () => {
  let nowMs = 0;
  const late = new Budget({ now: () => nowMs++, timeLimitMs: 1, memoryLimitBytes: 2 ** 30 });
  const decision = justInTime.decide(generated({ operations: 20_000 }), late);
  expect(decision).toMatchObject({ kind: 'exhausted', limit: 'time' });
  if (decision.kind === 'exhausted') expect(decision.linearizedMax).toBeGreaterThan(100);
});

test('what it holds stays within its memory, and is given back', () => {
  const small = budget(2 ** 20);
  expect(justInTime.decide(generated({ operations: 10_000 }), small)).toMatchObject({
    kind: 'exhausted',
    limit: 'memory',
  });
  expect(small.peakBytes).toBeLessThanOrEqual(2 ** 20);
  expect(small.freeBytes).toBe(2 ** 20);
});

test('a failed cas saw another value', () => {
  const calls: Calls = {
    size: 2,
    kind: Uint8Array.of(registerKind.write, registerKind.failedCas),
    a: Int32Array.of(1, 1),
    b: Int32Array.of(noValue, noValue),
    call: Int32Array.of(0, 2),
    ret: Int32Array.of(1, 3),
    row: Int32Array.of(0, 1),
    valueCount: 2,
    initial: 0,
  };
  expect(justInTime.decide(calls, budget())).toMatchObject({ kind: 'not-linearizable', conflict: [1, 0] });
  expect(justInTime.decide({ ...calls, call: Int32Array.of(0, 1), ret: Int32Array.of(2, 3) }, budget())).toEqual({
    kind: 'linearizable',
  });
});
