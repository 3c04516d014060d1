import { expect, test } from 'vitest';
import { type GeneratedRegisters, generateRegisters } from '../../history/generate-registers.ts';
import { TableBuilder } from '../../history/table-builder.ts';
import { Budget } from '../budget.ts';
import type { Decision } from '../decider.ts';
import { registerCalls, registerColumns } from './register-calls.ts';
import { zones } from './zones.ts';

type Step = readonly [process: number, type: 'invoke' | 'ok' | 'info', f: 'read' | 'write' | 'cas', value: unknown];

const budget = (memoryLimitBytes = 2 ** 30): Budget => new Budget({ now: () => 0, timeLimitMs: 1, memoryLimitBytes });

function decide(...steps: readonly Step[]): Decision {
  const builder = new TableBuilder();
  for (const [process, type, f, value] of steps) {
    if (type === 'invoke') builder.invoke({ process, f, value });
    else builder.complete({ process, type, f, value });
  }
  const table = builder.build();
  return zones.decide(
    registerCalls(
      registerColumns(table),
      Int32Array.from({ length: table.size }, (_, i) => i),
    ),
    budget(),
  );
}

function decideGenerated(shape: Partial<GeneratedRegisters>, memoryLimitBytes?: number): Decision {
  const table = generateRegisters({
    seed: 1,
    operations: 20_000,
    clients: 20,
    keys: 1,
    values: 'unique',
    crashPercent: 1,
    hasStaleRead: false,
    ...shape,
  });
  const rows = Int32Array.from({ length: table.size }, (_, i) => i);
  return zones.decide(registerCalls(registerColumns(table), rows), budget(memoryLimitBytes));
}

test('a read of the value before last contradicts the two writes and the read between them', () => {
  const decision = decide(
    [0, 'invoke', 'write', 1],
    [0, 'ok', 'write', 1],
    [0, 'invoke', 'write', 2],
    [0, 'ok', 'write', 2],
    [1, 'invoke', 'read', null],
    [1, 'ok', 'read', 1],
  );
  expect(decision).toMatchObject({ kind: 'not-linearizable', conflict: [2, 0, 1] });
});

test('a value is not read before its write begins', () => {
  const decision = decide(
    [1, 'invoke', 'read', null],
    [1, 'ok', 'read', 1],
    [0, 'invoke', 'write', 1],
    [0, 'ok', 'write', 1],
  );
  expect(decision).toMatchObject({ kind: 'not-linearizable', conflict: [0, 1] });
});

test('of a value that is written once, one cas takes it away', () => {
  const decision = decide(
    [0, 'invoke', 'cas', [null, 1]],
    [1, 'invoke', 'cas', [null, 2]],
    [0, 'ok', 'cas', [null, 1]],
    [1, 'ok', 'cas', [null, 2]],
  );
  expect(decision).toMatchObject({ kind: 'not-linearizable', conflict: [1, 0] });
});

test('cas that make each other are a circle', () => {
  const decision = decide(
    [0, 'invoke', 'cas', [1, 2]],
    [1, 'invoke', 'cas', [2, 1]],
    [0, 'ok', 'cas', [1, 2]],
    [1, 'ok', 'cas', [2, 1]],
  );
  expect(decision).toMatchObject({ kind: 'not-linearizable', conflict: [1, 0] });
});

test('a crashed write happened if its value is read, however late', () => {
  const crashed: readonly Step[] = [
    [0, 'invoke', 'write', 1],
    [0, 'info', 'write', null],
    [1, 'invoke', 'write', 2],
    [1, 'ok', 'write', 2],
    [1, 'invoke', 'read', null],
    [1, 'ok', 'read', 1],
  ];
  expect(decide(...crashed)).toMatchObject({ kind: 'linearizable' });
  expect(decide(...crashed, [1, 'invoke', 'read', null], [1, 'ok', 'read', 2])).toMatchObject({
    kind: 'not-linearizable',
  });
});

test('a value that is written again is declined, unless nobody needs the crashed write of it', () => {
  const again: readonly Step[] = [
    [0, 'invoke', 'write', 1],
    [0, 'ok', 'write', 1],
    [1, 'invoke', 'write', 1],
    [1, 'info', 'write', 1],
  ];
  expect(decide(...again)).toMatchObject({ kind: 'linearizable' });
  expect(decide(...again, [0, 'invoke', 'read', null], [0, 'ok', 'read', 1])).toMatchObject({ kind: 'declined' });
});

test.each([0, 5])(
  'with %i percent crashed, a generated history is linearizable and a stale read is told by a few calls',
  (crashPercent) => {
    expect(decideGenerated({ crashPercent })).toEqual({ kind: 'linearizable' });
    const decision = decideGenerated({ crashPercent, hasStaleRead: true });
    expect(decision.kind).toBe('not-linearizable');
    if (decision.kind === 'not-linearizable') expect(decision.conflict?.length).toBeLessThanOrEqual(12);
  },
);

test('without room for its columns nothing is decided', () => {
  expect(decideGenerated({}, 1_000)).toEqual({ kind: 'exhausted', limit: 'memory', linearizedMax: 0 });
});
