import { describe, expect, test } from 'vitest';
import type { KeyValueOperation } from '../client-protocol.ts';
import { asValue, type Value } from '../protocol/value.ts';
import { encodeCommand } from './command.ts';
import { KeyValueStore } from './key-value-store.ts';

let clients = 0;

/** A command of a client that nobody else is. */
function command(operation: KeyValueOperation): Value {
  clients += 1;
  return encodeCommand({ client: `c${clients}`, sequence: 1, acknowledged: 0, operation });
}

function commandOf(client: string, sequence: number, acknowledged: number, value: number): Value {
  return encodeCommand({ client, sequence, acknowledged, operation: { f: 'write', key: 'x', value } });
}

const readX: KeyValueOperation = { f: 'read', key: 'x' };

describe('the key-value store', () => {
  test('reads null before the first write, then what was written last', () => {
    const store = new KeyValueStore();
    expect(store.apply(command(readX)).outcome).toEqual({ kind: 'ok', value: null });
    store.apply(command({ f: 'write', key: 'x', value: 1 }));
    store.apply(command({ f: 'write', key: 'y', value: 2 }));
    expect(store.apply(command(readX)).outcome).toEqual({ kind: 'ok', value: 1 });
  });

  test('changes a value by cas only from the one expected, and tells what it found instead', () => {
    const store = new KeyValueStore();
    const cas = (from: number | null, to: number): KeyValueOperation => ({ f: 'cas', key: 'x', from, to });
    expect(store.apply(command(cas(null, 1))).outcome).toEqual({ kind: 'ok', value: 1 });
    expect(store.apply(command(cas(null, 2))).outcome).toEqual({ kind: 'rejected', reason: 'cas-mismatch', value: 1 });
    expect(store.apply(command(readX)).outcome).toEqual({ kind: 'ok', value: 1 });
  });

  test('executes a command once and answers a duplicate as the first time', () => {
    const store = new KeyValueStore();
    const first = commandOf('c', 1, 0, 1);
    expect(store.outcomeOf(first)).toBeNull();
    expect(store.apply(first)).toEqual({ outcome: { kind: 'ok', value: 1 }, isDuplicate: false });
    store.apply(command({ f: 'write', key: 'x', value: 9 }));
    expect(store.apply(first)).toEqual({ outcome: { kind: 'ok', value: 1 }, isDuplicate: true });
    expect(store.outcomeOf(first)).toEqual({ kind: 'ok', value: 1 });
    expect(store.apply(command(readX)).outcome).toEqual({ kind: 'ok', value: 9 });
  });

  test('executes pipelined commands of one client in whatever order they were chosen', () => {
    const store = new KeyValueStore();
    expect(store.apply(commandOf('c', 8, 7, 8)).isDuplicate).toBe(false);
    expect(store.apply(commandOf('c', 7, 7, 7)).isDuplicate).toBe(false);
    expect(store.apply(command(readX)).outcome).toEqual({ kind: 'ok', value: 7 });
  });

  test('does not execute again what its client has acknowledged', () => {
    const store = new KeyValueStore();
    store.apply(commandOf('c', 1, 0, 1));
    store.apply(commandOf('c', 2, 2, 2));
    expect(store.apply(commandOf('c', 1, 0, 1))).toMatchObject({ outcome: { kind: 'unavailable' }, isDuplicate: true });
    expect(store.apply(command(readX)).outcome).toEqual({ kind: 'ok', value: 2 });
  });

  test.each(['', 'x', '[]', '["c",1,0,"increment","x"]', '["c",1,0,"write","x",{}]', '["c",-1,0,"read","x"]'])(
    'rejects %j, which is no command, without effect',
    (text) => {
      const store = new KeyValueStore();
      const before = store.digest();
      expect(store.apply(asValue(text))).toMatchObject({ outcome: { kind: 'rejected' }, isDuplicate: false });
      expect(store.digest()).toBe(before);
    },
  );

  test('reads its own state for those who ask for that, without a trace', () => {
    const store = new KeyValueStore();
    store.apply(command({ f: 'write', key: 'x', value: 1 }));
    const before = store.digest();
    expect(store.readLocally(command(readX))).toEqual({ kind: 'ok', value: 1 });
    expect(store.readLocally(command({ f: 'write', key: 'x', value: 2 }))).toBeNull();
    expect(store.digest()).toBe(before);
  });

  test('executes a transaction at one moment, and once', () => {
    const store = new KeyValueStore();
    const micros = [
      ['append', 'x', 1],
      ['r', 'x', null],
    ] as const;
    const first = command({ f: 'txn', micros });
    const outcome = {
      kind: 'ok',
      value: [
        ['append', 'x', 1],
        ['r', 'x', [1]],
      ],
    };
    expect(store.apply(first)).toEqual({ outcome, isDuplicate: false });
    store.apply(command({ f: 'txn', micros: [['append', 'x', 2]] }));
    expect(store.apply(first)).toEqual({ outcome, isDuplicate: true });
    expect(store.apply(command({ f: 'txn', micros: [['r', 'x', null]] })).outcome).toEqual({
      kind: 'ok',
      value: [['r', 'x', [1, 2]]],
    });
  });

  test('keeps lists and registers of one name apart', () => {
    const store = new KeyValueStore();
    store.apply(command({ f: 'txn', micros: [['append', 'x', 1]] }));
    expect(store.apply(command(readX)).outcome).toEqual({ kind: 'ok', value: null });
  });

  test('reads lists of its own state for those who ask for that, but appends nothing so', () => {
    const store = new KeyValueStore();
    store.apply(command({ f: 'txn', micros: [['append', 'x', 1]] }));
    const before = store.digest();
    expect(store.readLocally(command({ f: 'txn', micros: [['r', 'x', null]] }))).toEqual({
      kind: 'ok',
      value: [['r', 'x', [1]]],
    });
    const appending = command({
      f: 'txn',
      micros: [
        ['r', 'x', null],
        ['append', 'x', 2],
      ],
    });
    expect(store.readLocally(appending)).toBeNull();
    expect(store.digest()).toBe(before);
  });

  test('has a digest of lists', () => {
    const [one, other] = [1, 2].map((element) => {
      const store = new KeyValueStore();
      store.apply(
        encodeCommand({
          client: 'c',
          sequence: 1,
          acknowledged: 0,
          operation: { f: 'txn', micros: [['append', 'x', element]] },
        }),
      );
      store.apply(encodeCommand({ client: 'c', sequence: 2, acknowledged: 2, operation: readX }));
      return store.digest();
    });
    expect(one).not.toBe(other);
  });

  test('has a digest of data and sessions', () => {
    const [one, same, otherData, otherSessions] = Array.from({ length: 4 }, () => new KeyValueStore());
    one?.apply(commandOf('c', 1, 0, 1));
    same?.apply(commandOf('c', 1, 0, 1));
    otherData?.apply(commandOf('c', 1, 0, 2));
    otherSessions?.apply(commandOf('d', 1, 0, 1));
    expect(one?.digest()).toBe(same?.digest());
    expect(new Set([one, otherData, otherSessions].map((store) => store?.digest())).size).toBe(3);
  });
});
