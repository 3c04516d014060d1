import type { ListElement, MicroOperation } from '../client-protocol.ts';

/** More than this the lists of one transaction need not do, and an answer stays small. */
export const microOperationsMax = 16;
const keyLengthMax = 256;
const elementLengthMax = 64;

/** A transaction, or why it is refused, in one line. */
export type ParsedTransaction =
  | Readonly<{ kind: 'transaction'; micros: readonly MicroOperation[] }>
  | Readonly<{ kind: 'refused'; reason: string }>;

/** Reads micro-operations that somebody else wrote. Says what is wrong with the first that is none. */
export function parseTransaction(given: unknown): ParsedTransaction {
  if (!Array.isArray(given)) return refused('a transaction is a list of micro-operations');
  const listed: readonly unknown[] = given;
  if (listed.length === 0 || listed.length > microOperationsMax)
    return refused(`a transaction has 1 to ${microOperationsMax} micro-operations, not ${listed.length}`);
  const micros: MicroOperation[] = [];
  for (const [place, one] of listed.entries()) {
    const micro = microOperation(one);
    if (micro === null)
      return refused(`micro-operation ${place} is neither ["append", key, element] nor ["r", key, null]`);
    micros.push(micro);
  }
  return { kind: 'transaction', micros };
}

function microOperation(given: unknown): MicroOperation | null {
  if (!Array.isArray(given) || given.length !== 3) return null;
  const [f, key, value]: readonly unknown[] = given;
  if (typeof key !== 'string' || key.length === 0 || key.length > keyLengthMax) return null;
  if (f === 'r' && value === null) return [f, key, value];
  return f === 'append' && isElement(value) ? [f, key, value] : null;
}

function isElement(value: unknown): value is ListElement {
  if (typeof value === 'string') return value.length <= elementLengthMax;
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
}

function refused(reason: string): ParsedTransaction {
  return { kind: 'refused', reason };
}
