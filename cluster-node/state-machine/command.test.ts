import { expect, test } from 'vitest';
import type { KeyValueOperation } from '../client-protocol.ts';
import { asValue, noOp } from '../protocol/value.ts';
import { decodeCommand, encodeCommand } from './command.ts';

test.each<KeyValueOperation>([
  { f: 'read', key: 'x' },
  { f: 'write', key: 'x', value: null },
  { f: 'cas', key: 'x', from: 1, to: 'two' },
  {
    f: 'txn',
    micros: [
      ['append', 'x', 1],
      ['r', 'y', null],
    ],
  },
])('a command survives its encoding: %j', (operation) => {
  const command = { client: 'run-1/7', sequence: 3, acknowledged: 2, operation };
  expect(decodeCommand(encodeCommand(command))).toEqual(command);
});

test('different commands are different values', () => {
  const command = { client: 'c', sequence: 1, acknowledged: 0, operation: { f: 'read', key: 'x' } } as const;
  const values = [
    command,
    { ...command, sequence: 2 },
    { ...command, client: 'd' },
    { ...command, acknowledged: 1 },
    { ...command, operation: { f: 'write', key: 'x', value: null } as const },
  ].map(encodeCommand);
  expect(new Set(values).size).toBe(values.length);
});

test('the no-op and what is no command decode to null', () => {
  expect([noOp, asValue('{'), asValue('{}'), asValue('["c",1]')].map(decodeCommand)).toEqual([null, null, null, null]);
});

test.each(['[]', '[["r","x"]]', '[["append","x",null]]', '"x"', '["x"]'])(
  'a transaction of %s, which is none, decodes to null',
  (micros) => {
    expect(decodeCommand(asValue(`["c",1,0,"txn",${micros}]`))).toBeNull();
  },
);
