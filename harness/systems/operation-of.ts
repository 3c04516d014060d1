import { type KeyValueOperation, parseTransaction, type Scalar } from '#cluster-node';
import { invariant } from '#foundation';
import type { Attempt } from '../ports/index.ts';
import { isScalar } from './client-outcome.ts';

/** What an attempt asks of a node, as the node's protocol says it. @throws InvariantViolation when no workload asks that */
export function operationOf({ f, key, value }: Pick<Attempt, 'f' | 'key' | 'value'>): KeyValueOperation {
  if (f === 'txn') {
    const parsed = parseTransaction(value);
    invariant(parsed.kind === 'transaction', 'a transaction keeps within the bounds of the node', { value, parsed });
    return { f, micros: parsed.micros };
  }
  invariant(key !== undefined, 'an operation on a register names it', { f });
  if (f === 'read') return { f, key };
  if (f === 'write') return { f, key, value: scalar(value) };
  invariant(f === 'cas' && Array.isArray(value), 'an operation is read, write, cas or txn', { f, value });
  const [from, to]: readonly unknown[] = value;
  return { f: 'cas', key, from: scalar(from), to: scalar(to) };
}

function scalar(value: unknown): Scalar {
  invariant(isScalar(value), 'registers hold JSON scalars', { value });
  return value;
}
