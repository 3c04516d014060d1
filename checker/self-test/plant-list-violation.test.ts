import { describe, expect, test } from 'vitest';
import type { Op, OpType } from '../history/op.ts';
import { tableOfOps } from '../history/table-rows.ts';
import { checkTransactions, type TransactionsResult } from '../transactions/check-transactions.ts';
import { plantLostAppend, plantStaleListRead, plantSwappedAppends } from './plant-list-violation.ts';
import type { Planting } from './plant-violation.ts';

type Micro = readonly [f: 'append' | 'r', key: string, value?: number];

/** A random history of one store that does each transaction at one moment, some after others that began later; last all is read. */
function soundHistory(seed: number, transactions = 60): readonly Op[] {
  let state = seed;
  const below = (count: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
  const lists = new Map<string, number[]>();
  const ops: Op[] = [];
  const open = new Map<number, readonly Micro[]>();
  let elements = 0;
  const tell = (process: number, type: OpType, value: unknown): void => {
    ops.push({ index: ops.length, process, type, f: 'txn', value, timeNs: ops.length });
  };
  for (let begun = 0; begun < transactions || open.size > 0; ) {
    const process = below(4);
    const micros = open.get(process);
    if (micros !== undefined) {
      open.delete(process);
      tell(
        process,
        'ok',
        micros.map((micro) => perform(lists, micro)),
      );
    } else if (begun < transactions) {
      begun += 1;
      const asked = Array.from({ length: 1 + below(3) }, (): Micro => {
        const key = `a${below(2)}`;
        return below(2) === 0 ? ['r', key] : ['append', key, ++elements];
      });
      open.set(process, asked);
      tell(
        process,
        'invoke',
        asked.map(([f, key, value = null]) => [f, key, value]),
      );
    }
  }
  for (const key of lists.keys()) {
    tell(9, 'invoke', [['r', key, null]]);
    tell(9, 'ok', [perform(lists, ['r', key])]);
  }
  return ops;
}

function perform(lists: Map<string, number[]>, [f, key, value = 0]: Micro): unknown {
  const list = lists.get(key) ?? [];
  if (f === 'r') return ['r', key, [...list]];
  lists.set(key, [...list, value]);
  return ['append', key, value];
}

function judged(ops: readonly Op[]): TransactionsResult {
  return checkTransactions(tableOfOps(ops), { workload: 'list-append' });
}

const choiceOf =
  (seed: number) =>
  (count: number): number =>
    (seed * 7919) % count;

describe.each([
  ['a stale read', plantStaleListRead, /^(?!.*incompatible-order)/],
  ['a lost append', plantLostAppend, /^(?!.*incompatible-order)/],
  ['swapped appends', plantSwappedAppends, /incompatible-order/],
] as const)('%s', (_, plant, anomaly) => {
  test('that is planted in a sound history is convicted, and nothing was wrong before', () => {
    let planted = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const ops = soundHistory(seed);
      expect(judged(ops).kind, `seed ${seed}`).toBe('valid');
      const planting = plant(ops, choiceOf(seed));
      if (planting.kind === 'no-place') continue;
      planted += 1;
      const { kind, anomalyTypes } = judged(planting.ops);
      expect([kind, anomalyTypes.join(' ')], `seed ${seed}`).toEqual(['invalid', expect.stringMatching(anomaly)]);
    }
    expect(planted).toBeGreaterThan(55);
  });

  test('changes only the answers that it names', () => {
    const ops = soundHistory(1);
    const planting: Planting = plant(ops, choiceOf(1));
    if (planting.kind === 'no-place') throw new Error(planting.reason);
    const changed = planting.ops.filter((op, place) => op !== ops[place]).map(({ index }) => index);
    expect(changed).toEqual([...planting.changedIndices].sort((a, b) => a - b));
    expect(changed.every((index) => ops[index]?.type === 'ok')).toBe(true);
    expect(planting.sentence).toMatch(/^Key "a\d": the (read|append) .*\.$/);
  });

  test('finds no place where nothing was read', () => {
    const ops = soundHistory(1).map((op) => ({ ...op, value: [] }));
    expect(plant(ops, choiceOf(1)).kind).toBe('no-place');
  });
});

test.each([
  ['stale read', plantStaleListRead],
  ['lost append', plantLostAppend],
] as const)('no %s is planted where the only read overlaps the append', (_, plant) => {
  const line = (process: number, type: OpType, value: unknown): Omit<Op, 'index' | 'timeNs'> => ({
    process,
    type,
    f: 'txn',
    value,
  });
  const lines = [
    line(0, 'invoke', [['append', 'x', 1]]),
    line(1, 'invoke', [['r', 'x', null]]),
    line(0, 'ok', [['append', 'x', 1]]),
    line(1, 'ok', [['r', 'x', [1]]]),
  ];
  expect(
    plant(
      lines.map((op, index) => ({ ...op, index, timeNs: index })),
      choiceOf(1),
    ).kind,
  ).toBe('no-place');
});
