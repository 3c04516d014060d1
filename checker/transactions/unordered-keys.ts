import type { Digraph } from './digraph.ts';
import type { Effort } from './effort.ts';
import type { ExternalOperations } from './register-versions.ts';
import { initialOf, ok, type TransactionTable } from './transaction-table.ts';

/**
 * Of how many keys the order of versions is not known in full: two of those that took effect for certain have none between them.
 * By taking away, again and again, a version that nothing comes before; where two of a key could be taken next, they are such.
 * Linear.
 */
export function countUnorderedKeys(
  table: TransactionTable,
  external: ExternalOperations,
  order: Digraph,
  effort: Effort,
): number {
  const { key, keys, version, versions, transaction, operations } = table;
  const vertexCount = versions.size + keys.length;
  const bytes = bytesPerVersion * vertexCount;
  effort.reserve(bytes);
  effort.spend(vertexCount + order.to.length);
  const keyOf = new Int32Array(vertexCount).fill(-1); // of what took effect
  for (const [k] of keys.entries()) keyOf[initialOf(table, k)] = k;
  for (const place of external.writes)
    if (operations.type[transaction[place] ?? 0] === ok) keyOf[version[place] ?? 0] = key[place] ?? 0;
  for (const place of external.reads) keyOf[external.seen[place] ?? 0] = key[place] ?? 0;

  const waitsFor = new Int32Array(vertexCount);
  for (const to of order.to) waitsFor[to] = (waitsFor[to] ?? 0) + 1;
  const ready: number[] = [];
  const readyOf = new Int32Array(keys.length);
  const isUnordered = new Uint8Array(keys.length);
  const release = (of: number): void => {
    ready.push(of);
    const k = keyOf[of] ?? -1;
    if (k < 0) return;
    readyOf[k] = (readyOf[k] ?? 0) + 1;
    if ((readyOf[k] ?? 0) > 1) isUnordered[k] = 1;
  };
  for (let of = 0; of < vertexCount; of++) if (waitsFor[of] === 0) release(of);
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    const k = keyOf[next] ?? -1;
    if (k >= 0) readyOf[k] = (readyOf[k] ?? 0) - 1;
    for (let edge = order.start[next] ?? 0; edge < (order.start[next + 1] ?? 0); edge++) {
      const to = order.to[edge] ?? 0;
      waitsFor[to] = (waitsFor[to] ?? 0) - 1;
      if (waitsFor[to] === 0) release(to);
    }
  }
  effort.release(bytes);
  return isUnordered.reduce((count, each) => count + each, 0);
}

/** Its key, what it waits for, and its place among those that are ready. */
const bytesPerVersion = 16;
