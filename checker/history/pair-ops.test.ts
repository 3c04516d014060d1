import { expect, test } from 'vitest';
import { historyOf } from './history-of.ts';
import { pairOps } from './pair-ops.ts';

test('an operation has what was asked, what was answered, and when, in the order of invocations', () => {
  const operations = pairOps(historyOf('1 invoke write 3\n2 invoke read\n2 ok read 3\n1 ok write 3'));
  expect(operations).toMatchObject([
    {
      process: 1,
      f: 'write',
      key: 'x',
      input: 3,
      output: 3,
      type: 'ok',
      invokeIndex: 0,
      completeIndex: 3,
      node: 'n1',
      final: false,
    },
    {
      process: 2,
      f: 'read',
      key: 'x',
      input: null,
      output: 3,
      type: 'ok',
      invokeIndex: 1,
      completeIndex: 2,
      node: 'n2',
    },
  ]);
});

test('an operation that is open at the end is info without completion', () => {
  const [operation] = pairOps(historyOf('1 invoke write 3'));
  expect(operation).toMatchObject({ type: 'info', completeIndex: null, completeNs: null, output: undefined });
});

test('lines of the nemesis are no operations', () => {
  const [invoke, ok] = historyOf('1 invoke read\n1 ok read 3');
  const nemesis = { index: 1, process: 'nemesis', type: 'info', f: 'partition', value: {}, timeNs: 0 } as const;
  expect(invoke && ok && pairOps([invoke, nemesis, { ...ok, index: 2 }])).toHaveLength(1);
});

test.each([
  [
    'a second invocation of a busy process',
    '1 invoke read\n1 invoke read',
    'op 1 (invoke read): process 1 is still busy with the op that it invoked at 0',
  ],
  ['a completion without an invocation', '1 ok read 3', 'op 0 (ok read): process 1 has not invoked anything'],
  [
    'a second completion',
    '1 invoke read\n1 ok read 3\n1 fail read',
    'op 2 (fail read): process 1 completed at 1 already',
  ],
  [
    'a completion after info',
    '1 invoke read\n1 info read\n1 ok read 3',
    'op 2 (ok read): process 1 completed at 1 already',
  ],
  [
    'a process used again after info',
    '1 invoke read\n1 info read\n1 invoke read',
    'op 2 (invoke read): process 1 ended in info at 1, and such a process is not used again',
  ],
  [
    'a completion of another op',
    '1 invoke read\n1 ok write 3',
    'op 1 (ok write): process 1 invoked read of key "x" at 0, and completes write of key "x"',
  ],
  [
    'a completion of another key',
    '1 invoke x:read\n1 ok y:read 3',
    'op 1 (ok read): process 1 invoked read of key "x" at 0, and completes read of key "y"',
  ],
])('%s is refused', (_what, text, message) => {
  expect(() => pairOps(historyOf(text))).toThrow(expect.objectContaining({ code: 'HISTORY_UNPAIRED', message }));
});
