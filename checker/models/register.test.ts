import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import { pairOps } from '../history/pair-ops.ts';
import { tableOfOps } from '../history/table-rows.ts';
import { attemptOf } from '../linearizability/attempt-of.ts';
import { etcdCasModel } from './etcd-cas.ts';
import { type RegisterValue, registerModel } from './register.ts';

test('a register starts with null, holds what was written, and swaps only from what it holds', () => {
  const holding = (value: RegisterValue) => ({ value });
  const key = 'x';
  expect(registerModel.step(registerModel.initial, { f: 'read', key }, null)).toEqual(holding(null));
  expect(registerModel.step(holding(null), { f: 'read', key }, 1)).toBeNull();
  expect(registerModel.step(holding(null), { f: 'write', key, value: 1 }, undefined)).toEqual(holding(1));
  expect(registerModel.step(holding(1), { f: 'cas', key, from: 1, to: null }, undefined)).toEqual(holding(null));
  expect(registerModel.step(holding(2), { f: 'cas', key, from: 1, to: 3 }, undefined)).toBeNull();
});

test('values are compared as JSON: 1 is not "1", and key 1 is not key "1"', () => {
  expect(registerModel.step({ value: 1 }, { f: 'read', key: 'x' }, '1')).toBeNull();
  expect(registerModel.key({ value: 1 })).not.toBe(registerModel.key({ value: '1' }));
  const [read] = pairOps(historyOf('1 invoke read'));
  expect(read && registerModel.parse({ ...read, key: 1 }).input.key).not.toBe(
    read && registerModel.parse({ ...read, key: '1' }).input.key,
  );
});

test('the outline of an operation agrees with its steps', () => {
  const values: RegisterValue[] = [null, 0, 1, '1', true];
  for (const from of values) {
    for (const to of values) {
      const key = 'x';
      for (const input of [
        { f: 'read', key },
        { f: 'write', key, value: to },
        { f: 'cas', key, from, to },
      ] as const) {
        for (const output of input.f === 'read' ? [...values, undefined] : [undefined]) {
          const outline = registerModel.outline?.(input, output);
          for (const value of values) {
            const isLegal = outline?.needs === undefined || outline.needs.value === value;
            expect(registerModel.step({ value }, input, output)).toEqual(
              isLegal ? (outline?.leaves ?? { value }) : null,
            );
          }
        }
      }
    }
  }
});

test.each(['1 invoke append 3', '1 invoke write [3]', '1 invoke cas 3', '1 invoke cas [1,2,3]', '1 invoke cas [1,{}]'])(
  'what is no operation of a register is refused: %s',
  (text) => {
    const [operation] = pairOps(historyOf(text));
    expect(() => operation && registerModel.parse(operation)).toThrow(/op 0: the register model expects/);
  },
);

test.each([
  ['1 invoke read\n1 ok read 3', 'read 3'],
  ['1 invoke write 3\n1 ok write 3', 'write 3'],
  ['1 invoke cas [1,2]\n1 ok cas [1,2]', 'cas 1 to 2'],
  ['1 invoke cas [1,2]\n1 fail cas [1,2]', 'failed cas 1 to 2'],
])('etcd-cas tells operations as registers do: %s', (text, told) => {
  const { input, output } = etcdCasModel.parse(attemptOf(tableOfOps(historyOf(text)), 0));
  expect(etcdCasModel.describe(input, output)).toBe(told);
});
