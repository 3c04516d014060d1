import { expect, test } from 'vitest';
import type { PlannedOp } from '#ports';
import { drive } from './generator/drive.ts';
import { testRng } from './generator/test-rng.ts';
import { type RegisterOptions, registerFinalReads, registerOps } from './register.ts';

const options: RegisterOptions = { keysInUse: 4, opsPerKey: 100, values: 'unique' };

function run(changes: Partial<RegisterOptions> = {}, opsMax = 2000, processes = 6): PlannedOp[] {
  return drive(registerOps({ ...options, ...changes }), {
    processes,
    rng: testRng(5),
    opTimeNs: 5e6,
    outcome: (op) => ({ type: 'ok', value: op.f === 'read' ? 'read-value' : op.value }),
    opsMax,
  });
}

const keyOf = (op: PlannedOp): string => op.key ?? '';
const written = (op: PlannedOp): unknown => (Array.isArray(op.value) ? op.value[1] : op.value);
const writesOf = (ops: readonly PlannedOp[], key: string): unknown[] =>
  ops.filter((op) => op.key === key && op.f !== 'read').map(written);

test('about half of the ops read, a quarter each write and cas', () => {
  const counts = Object.groupBy(run(), (op) => op.f);
  expect(counts['read']?.length).toBeGreaterThan(900);
  expect(counts['read']?.length).toBeLessThan(1100);
  for (const f of ['write', 'cas']) {
    expect(counts[f]?.length).toBeGreaterThan(400);
    expect(counts[f]?.length).toBeLessThan(600);
  }
});

test('a key is left after its ops, and several are in use at once', () => {
  const ops = run();
  const byKey = Object.groupBy(ops, keyOf);
  expect(Object.values(byKey).every((ofKey) => (ofKey?.length ?? 0) <= 100)).toBe(true);
  expect(Object.keys(byKey).length).toBeGreaterThanOrEqual(20);
  expect(new Set(ops.slice(0, 50).map((op) => op.key)).size).toBe(4);
});

test('no value is written twice to a key, unless small repeated values are asked for', () => {
  const ops = run();
  for (const key of new Set(ops.map(keyOf))) {
    const values = writesOf(ops, key);
    expect(new Set(values).size).toBe(values.length);
  }
  const repeated = writesOf(run({ values: 'repeated' }), 'r0');
  expect(new Set(repeated).size).toBeLessThanOrEqual(5);
  expect(repeated.length).toBeGreaterThan(20);
});

test('a cas starts from a value that was seen in its register', () => {
  const seen = new Map<string, Set<unknown>>();
  const fromNowhere: PlannedOp[] = [];
  for (const op of run({}, 2000, 1)) {
    const values = seen.get(keyOf(op)) ?? new Set<unknown>([null]);
    if (op.f === 'cas' && Array.isArray(op.value) && !values.has(op.value[0])) fromNowhere.push(op);
    seen.set(keyOf(op), values.add(op.f === 'read' ? 'read-value' : written(op)));
  }
  expect(fromNowhere).toEqual([]);
});

test('which processes are free does not change what the ops are', () => {
  const contents = (processes: number): unknown[] =>
    run({}, 500, processes).map(({ f, key, value }) => (f === 'cas' ? [f, key] : [f, key, value]));
  expect(contents(2)).toEqual(contents(9));
});

test('the final reads reach every key through every node', () => {
  const reads = drive(registerFinalReads(['r0', 'r1'], ['n1', 'n2', 'n3']), {
    processes: 2,
    rng: testRng(1),
    opTimeNs: 1,
    outcome: () => ({ type: 'ok', value: null }),
    opsMax: 100,
  });
  expect(reads.map(({ key, node }) => `${key}@${node}`)).toEqual([
    'r0@n1',
    'r0@n2',
    'r0@n3',
    'r1@n1',
    'r1@n2',
    'r1@n3',
  ]);
  expect(reads.every((op) => op.final === true && op.f === 'read')).toBe(true);
});
