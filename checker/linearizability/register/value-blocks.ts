import { neverReturned } from '../../history/operation-table.ts';
import type { Calls } from '../decider.ts';
import { registerKind } from './register-calls.ts';
import { nobody, theBeginning, type ValueUses } from './value-uses.ts';
import type { ZoneViolation } from './zone-conflict.ts';

/** The operations that stand next to each other in every legal order: those of a value, and of what cas made of it. */
export type ValueBlocks = Readonly<{
  count: number;
  /** The value with which the block begins. */
  root: Int32Array;
  /** Its first return and its last call; -1: at the beginning. */
  first: Int32Array;
  last: Int32Array;
}>;

/** Bytes that `valueBlocks` needs for so many values. */
export function valueBlocksBytes(valueCount: number): number {
  return 13 * valueCount;
}

/**
 * Walks along every block. Its levels (write, reads, cas, reads …) follow each other in every legal order, so none may
 * have returned before one of an earlier level was called; and a circle of cas has no beginning. O(n).
 */
export function valueBlocks(calls: Calls, uses: ValueUses): ValueBlocks | ZoneViolation {
  const { call, ret, b, valueCount } = calls;
  const { maker, taker, firstReturn, lastCall } = uses;
  const blocks = {
    count: 0,
    root: new Int32Array(valueCount),
    first: new Int32Array(valueCount),
    last: new Int32Array(valueCount),
  };
  const isReached = new Uint8Array(valueCount);
  for (let root = 0; root < valueCount; root++) {
    if (!beginsBlock(calls, uses, root)) continue;
    const made = maker[root] ?? theBeginning;
    let first = made === theBeginning ? -1 : (ret[made] ?? neverReturned);
    let last = made === theBeginning ? -1 : (call[made] ?? -1);
    for (let value = root; ; ) {
      isReached[value] = 1;
      const readsReturn = firstReturn[value] ?? neverReturned;
      if (readsReturn < last) return { kind: 'misplaced', value, level: 'reads' };
      first = Math.min(first, readsReturn);
      last = Math.max(last, lastCall[value] ?? -1);
      const cas = taker[value] ?? -1;
      if (cas === -1) break;
      const casReturns = ret[cas] ?? neverReturned;
      if (casReturns < last) return { kind: 'misplaced', value, level: 'cas' };
      first = Math.min(first, casReturns);
      last = Math.max(last, call[cas] ?? -1);
      value = b[cas] ?? 0;
    }
    blocks.first[blocks.count] = first;
    blocks.last[blocks.count] = last;
    blocks.root[blocks.count++] = root;
  }
  for (let value = 0; value < valueCount; value++) {
    if (maker[value] !== nobody && isReached[value] === 0) return { kind: 'circle of cas', value };
  }
  return blocks;
}

/** Blocks begin with values that a write makes, or that are there at the beginning. */
function beginsBlock({ kind }: Calls, { maker }: ValueUses, value: number): boolean {
  const made = maker[value] ?? nobody;
  return made === theBeginning || (made !== nobody && kind[made] === registerKind.write);
}
