import { expect, test } from 'vitest';
import { DivergenceOracle } from './divergence-oracle.ts';

function execute(
  oracle: DivergenceOracle,
  node: number,
  instance: number,
  value: string,
  outcome: string | null,
): void {
  oracle.onExecuted(node, { kind: 'ok', value: outcome });
  oracle.onApplied(node, instance, value);
}

test('nodes that execute the same in the same order agree, however late', () => {
  const oracle = new DivergenceOracle(['n1', 'n2']);
  for (const [index, value] of ['x', 'y', 'z'].entries()) execute(oracle, 0, index + 1, value, value);
  for (const [index, value] of ['x', 'y', 'z'].entries()) execute(oracle, 1, index + 1, value, value);
  expect(oracle.executedByAll).toBe(3);
});

test('objects to another value', () => {
  const oracle = new DivergenceOracle(['n1', 'n2']);
  execute(oracle, 0, 1, 'x', null);
  expect(() => execute(oracle, 1, 1, 'y', null)).toThrow('n2 is in another state');
});

test('objects to another outcome of the same value', () => {
  const oracle = new DivergenceOracle(['n1', 'n2']);
  execute(oracle, 0, 1, 'x', '1');
  expect(() => execute(oracle, 1, 1, 'x', '2')).toThrow('another state');
});

test('objects to an instance that is left out', () => {
  const oracle = new DivergenceOracle(['n1', 'n2']);
  execute(oracle, 0, 1, 'x', null);
  expect(() => execute(oracle, 0, 3, 'z', null)).toThrow('n1 executes instance 3 after 1');
});

test('holds a restarted node, which executes everything again, against what it had executed', () => {
  const oracle = new DivergenceOracle(['n1']);
  execute(oracle, 0, 1, 'x', null);
  oracle.onRestart(0);
  execute(oracle, 0, 1, 'x', null);
  oracle.onRestart(0);
  expect(() => execute(oracle, 0, 1, 'y', null)).toThrow('n1 is in another state');
});

test('tells outcomes apart when several commands are executed before the first is told', () => {
  const oracle = new DivergenceOracle(['n1', 'n2']);
  for (const node of [0, 1]) {
    oracle.onExecuted(node, { kind: 'ok', value: 1 });
    oracle.onExecuted(node, { kind: 'rejected', reason: 'cas-mismatch', value: 1 });
  }
  for (const node of [0, 1]) {
    oracle.onApplied(node, 1, 'x');
    oracle.onApplied(node, 2, ''); // a no-op has no outcome
    oracle.onApplied(node, 3, 'y');
  }
  oracle.onExecuted(0, { kind: 'ok', value: 2 });
  oracle.onExecuted(1, { kind: 'rejected', reason: 'cas-mismatch', value: 2 });
  oracle.onApplied(0, 4, 'z');
  expect(() => oracle.onApplied(1, 4, 'z')).toThrow('another state');
});
