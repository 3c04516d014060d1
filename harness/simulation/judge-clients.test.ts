import { expect, test } from 'vitest';
import { TableBuilder } from '#checker';
import { judgeClients } from './judge-clients.ts';

/** What clients one after the other asked for and were answered. */
function seen(
  transactions: readonly (readonly [asked: unknown, answered: unknown])[],
): Parameters<typeof judgeClients>[0] {
  const table = new TableBuilder();
  for (const [process, [asked, answered]] of transactions.entries()) {
    table.invoke({ process, f: 'txn', key: null, value: asked, timeNs: process * 10, node: 'n1' });
    table.complete({ process, type: 'ok', value: answered, timeNs: process * 10 + 5 });
  }
  return { registers: new TableBuilder().build(), transactions: table.build() };
}

const append = [['append', 'l1', 20]];
const read = [['r', 'l1', null]];

test('transactions that fit into one order are no reason to object', () => {
  expect(
    judgeClients(
      seen([
        [append, append],
        [read, [['r', 'l1', [20]]]],
      ]),
    ),
  ).toBeNull();
});

test('a lost append is objected to', () => {
  const objection = judgeClients(
    seen([
      [append, append],
      [read, [['r', 'l1', []]]],
    ]),
  );
  expect(objection).toMatchObject({ judge: 'transactions', message: expect.stringMatching(/^transactions show /) });
});

test.each([
  ['of somebody else', append],
  ['of a register', 7],
])('an answer %s is objected to as well', (_, answer) => {
  const objection = judgeClients(
    seen([
      [append, append],
      [read, answer],
    ]),
  );
  expect(objection).toMatchObject({
    judge: 'transactions',
    message: expect.stringMatching(/^an answer is none to what/),
  });
});
