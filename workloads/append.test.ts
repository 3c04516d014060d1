import { expect, test } from 'vitest';
import type { PlannedOp } from '#ports';
import { type AppendOptions, appendFinalReads, appendOps, keysOfTransaction } from './append.ts';
import { drive } from './generator/drive.ts';
import { testRng } from './generator/test-rng.ts';

const options: AppendOptions = { keysInUse: 10, appendsPerKey: 50, microsMax: 4 };

function run(changes: Partial<AppendOptions> = {}, opsMax = 2000, processes = 6): PlannedOp[] {
  return drive(appendOps({ ...options, ...changes }), {
    processes,
    rng: testRng(5),
    opTimeNs: 5e6,
    outcome: (op) => ({ type: 'ok', value: op.value }),
    opsMax,
  });
}

type Micro = [f: string, key: string, value: number | null];
const micros = (ops: readonly PlannedOp[]): Micro[] => ops.flatMap((op) => op.value as Micro[]);
const appends = (ops: readonly PlannedOp[]): Micro[] => micros(ops).filter(([f]) => f === 'append');

test('every op is a transaction of one to four micro-operations, and names no key but in these', () => {
  const ops = run();
  expect(ops.every(({ f, key }) => f === 'txn' && key === undefined)).toBe(true);
  const lengths = Object.groupBy(ops, ({ value }) => String((value as Micro[]).length));
  expect(Object.keys(lengths).sort()).toEqual(['1', '2', '3', '4']);
  for (const ofLength of Object.values(lengths)) expect(ofLength?.length).toBeGreaterThan(400);
});

test('about half of the micro-operations append, the others read and do not know what', () => {
  const all = micros(run());
  expect(appends(run()).length / all.length).toBeCloseTo(0.5, 1);
  expect(all.filter(([f, , value]) => f !== 'append' && (f !== 'r' || value !== null))).toEqual([]);
});

test('no element is appended to a list twice', () => {
  const appended = appends(run()).map(([, key, element]) => `${key} ${element}`);
  expect(new Set(appended).size).toBe(appended.length);
});

test('a list is left after its appends, while as many others are in use', () => {
  const ops = run();
  const byKey = Object.groupBy(appends(ops), ([, key]) => key);
  expect(Object.values(byKey).every((ofKey) => (ofKey?.length ?? 0) <= 50)).toBe(true);
  expect(Object.keys(byKey).length).toBeGreaterThan(30);
  expect(new Set(micros(ops.slice(0, 200)).map(([, key]) => key)).size).toBeGreaterThanOrEqual(8);
});

test('some lists are fought over, and all are used', () => {
  const counts = Object.values(Object.groupBy(micros(run({ appendsPerKey: 100_000 })), ([, key]) => key));
  expect(counts).toHaveLength(10);
  const sorted = counts.map((list) => list?.length ?? 0).toSorted((a, b) => b - a);
  expect((sorted[0] ?? 0) / micros(run()).length).toBeCloseTo(0.5, 1);
});

test('which processes are free does not change what the ops are', () => {
  const contents = (processes: number): unknown[] => run({}, 500, processes).map(({ value }) => value);
  expect(contents(2)).toEqual(contents(9));
});

test('the final reads reach every list through every node', () => {
  const reads = drive(appendFinalReads(['a0', 'a1'], ['n1', 'n2']), {
    processes: 2,
    rng: testRng(1),
    opTimeNs: 1,
    outcome: () => ({ type: 'ok', value: [] }),
    opsMax: 100,
  });
  expect(reads.map(({ value, node }) => `${JSON.stringify(value)}@${node}`)).toEqual([
    '[["r","a0",null]]@n1',
    '[["r","a0",null]]@n2',
    '[["r","a1",null]]@n1',
    '[["r","a1",null]]@n2',
  ]);
  expect(reads.every((op) => op.final === true && op.f === 'txn')).toBe(true);
});

test('the keys of a transaction are those of its micro-operations', () => {
  expect(
    keysOfTransaction([
      ['append', 'a0', 1],
      ['r', 'a1', null],
    ]),
  ).toEqual(['a0', 'a1']);
  expect([null, 'a0', [['r']], [7]].flatMap(keysOfTransaction)).toEqual([]);
});
