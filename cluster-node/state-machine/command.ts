import type { KeyValueOperation, Scalar } from '../client-protocol.ts';
import { asValue, type Value } from '../protocol/value.ts';

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
  const rest =
    operation.f === 'read' ? [] : operation.f === 'write' ? [operation.value] : [operation.from, operation.to];
  return asValue(JSON.stringify([client, sequence, acknowledged, operation.f, operation.key, ...rest]));
}

/** Reads a value back; null when it is no command (the no-op, or nothing that this state machine knows). */
export function decodeCommand(value: Value): Command | null {
  if (value === '') return null;
  let fields: unknown;
  try {
    fields = JSON.parse(value);
  } catch {
    return null;
  }
  if (!Array.isArray(fields)) return null;
  const [client, sequence, acknowledged, f, key, first, second]: unknown[] = fields;
  if (typeof client !== 'string' || typeof key !== 'string') return null;
  if (!isSequence(sequence) || !isSequence(acknowledged)) return null;
  const operation = operationOf(f, key, first, second);
  return operation === null ? null : { client, sequence, acknowledged, operation };
}

/** The operation that untrusted fields describe, or null. */
export function operationOf(f: unknown, key: string, first: unknown, second: unknown): KeyValueOperation | null {
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
