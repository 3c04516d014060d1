import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KeyValueOperation } from '../client-protocol.ts';
import type { Value } from '../protocol/value.ts';
import { decodeCommand } from '../state-machine/command.ts';
import { microOperationsMax } from '../state-machine/transaction.ts';
import { TestClient } from '../testing/test-client.ts';
import { ClientServer } from './client-server.ts';

let commands: Value[];
let server: ClientServer;
let client: TestClient;
beforeEach(async () => {
  commands = [];
  server = new ClientServer('n1', 1, (value) => {
    commands.push(value);
    server.answer(value, { kind: 'ok', value: [['append', 'x', 1]] });
  });
  server.server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  client = await TestClient.open('c', (server.server.address() as AddressInfo).port);
});
afterEach(async () => {
  client[Symbol.dispose]();
  server.server.close();
  await once(server.server, 'close');
});

test('a transaction becomes a command, and its filled-in micro-operations the answer', async () => {
  const operation: KeyValueOperation = { f: 'txn', micros: [['append', 'x', 1]] };
  expect(await client.request(operation)).toEqual({ kind: 'ok', value: [['append', 'x', 1]] });
  expect(commands.map(decodeCommand)).toMatchObject([{ client: 'c', sequence: 1, operation }]);
});

test('a transaction past its bounds is rejected in one line and never becomes a command', async () => {
  const micros = Array(microOperationsMax + 1).fill(['r', 'x', null]);
  expect(await client.request({ f: 'txn', micros })).toEqual({
    kind: 'rejected',
    reason: 'a transaction has 1 to 16 micro-operations, not 17',
    value: null,
  });
  expect(commands).toEqual([]);
});
