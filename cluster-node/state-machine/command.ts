import { assertNever } from '#foundation';
import type { KeyValueOperation, Scalar } from '../client-protocol.ts';
import { asValue, type Value } from '../protocol/value.ts';
import { parseTransaction } from './transaction.ts';

/** One client's operation with the name under which it is executed at most once. */
export type Command = Readonly<{
  client: string;
  sequence: number;
  acknowledged: number;
  operation: KeyValueOperation;
}>;

/** The value that stands for a command in the log: a JSON array, because thousands of them are held in memory. */
export function encodeCommand(command: Command): Value {
  const { client, sequence, acknowledged, operation } = command;
  return asValue(JSON.stringify([client, sequence, acknowledged, operation.f, ...operandsOf(operation)]));
}

function operandsOf(operation: KeyValueOperation): readonly unknown[] {
  switch (operation.f) {
    case 'read':
      return [operation.key];
    case 'write':
      return [operation.key, operation.value];
    case 'cas':
      return [operation.key, operation.from, operation.to];
    case 'txn':
      return [operation.micros];
    default:
      return assertNever(operation);
  }
}

/** A command is read many times on its way from a proposal to its execution; so the latest are kept. */
const decodedMax = 2_048;
const decoded = new Map<Value, Command | null>();
/** Most are asked for several times in a row. */
let last: Readonly<{ value: Value; command: Command | null }> | null = null;

/** Reads a value back; null when it is no command (the no-op, or nothing that this state machine knows). */
export function decodeCommand(value: Value): Command | null {
  if (last?.value === value) return last.command;
  let command = decoded.get(value);
  if (command === undefined) {
    command = commandIn(value);
    if (decoded.size >= decodedMax) decoded.clear();
    decoded.set(value, command);
  }
  last = { value, command };
  return command;
}

function commandIn(value: Value): Command | null {
  if (value === '') return null;
  let fields: unknown;
  try {
    fields = JSON.parse(value);
  } catch {
    return null;
  }
  if (!Array.isArray(fields)) return null;
  const [client, sequence, acknowledged, f, ...operands]: unknown[] = fields;
  if (typeof client !== 'string' || !isSequence(sequence) || !isSequence(acknowledged)) return null;
  const operation = operationOf(f, operands);
  return operation === null ? null : { client, sequence, acknowledged, operation };
}

/** The operation that untrusted operands describe, or null. */
export function operationOf(f: unknown, operands: readonly unknown[]): KeyValueOperation | null {
  const [key, first, second] = operands;
  if (f === 'txn') {
    const parsed = parseTransaction(operands[0]);
    return parsed.kind === 'transaction' ? { f, micros: parsed.micros } : null;
  }
  if (typeof key !== 'string') return null;
  if (f === 'read') return { f, key };
  if (f === 'write' && isScalar(first)) return { f, key, value: first };
  if (f === 'cas' && isScalar(first) && isScalar(second)) return { f, key, from: first, to: second };
  return null;
}

export function isSequence(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
