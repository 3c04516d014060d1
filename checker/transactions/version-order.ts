import { components } from './components.ts';
import { type Digraph, digraph } from './digraph.ts';
import { EdgeList, edgeKinds } from './edge-list.ts';
import type { Effort } from './effort.ts';
import type { Findings } from './findings.ts';
import type { ExternalOperations } from './register-versions.ts';
import { searchRoom } from './search-room.ts';
import { initialOf, none, type TransactionTable } from './transaction-table.ts';
import { keyRealTimeOrder, keySessionOrder } from './version-sources.ts';

/**
 * What may be believed of registers beside what was read, so that their versions get an order. Each is true of a system
 * only if it promises so; without any, only the initial state is known to come first.
 */
export type RegisterAssumptions = Readonly<{
  /** In a transaction that reads a key and writes it, the written version follows the read one. */
  writesFollowReads?: boolean;
  /** Each key by itself is sequentially consistent: versions follow the order of each process. */
  sequentialKeys?: boolean;
  /** Each key by itself is linearizable: versions follow real time. */
  linearizableKeys?: boolean;
  /** Rank of the transaction in each row, by which versions are ordered; undefined where it is not known. */
  transactionOrder?: (row: number) => number | undefined;
}>;

/** A source of orders, under the name that results give it. */
type Source = Readonly<{ name: string; add: (edges: EdgeList) => void }>;

/**
 * The order of versions that the sources show together, as a graph over versions (initial ones behind the others). A source
 * that makes it cyclic is told as `cyclic-versions` and left out.
 */
export function versionOrder(
  table: TransactionTable,
  external: ExternalOperations,
  assumptions: RegisterAssumptions,
  findings: Findings,
  effort?: Effort,
): Digraph {
  const vertexCount = table.versions.size + table.keys.length;
  const accepted: Source[] = [];
  let order = digraph(new EdgeList(), vertexCount);
  for (const source of sourcesOf(table, external, assumptions)) {
    const edges = new EdgeList(effort);
    for (const { add } of [...accepted, source]) add(edges);
    const graph = digraph(edges, vertexCount, effort);
    const cyclic = cyclicVersions(graph, effort);
    if (cyclic.length === 0) {
      order = graph;
      accepted.push(source);
      continue;
    }
    const sources = [...accepted, source].map(({ name }) => name);
    for (const component of cyclic) {
      const valueOf = (version: number): unknown => table.versions.valueOf(version) ?? null;
      const key = keyOf(table, component[0] ?? 0);
      findings.add('cyclic-versions', () => ({ key: table.keys[key], scc: [...component].map(valueOf), sources }));
    }
  }
  return order;
}

function sourcesOf(
  table: TransactionTable,
  external: ExternalOperations,
  { writesFollowReads, sequentialKeys, linearizableKeys, transactionOrder }: RegisterAssumptions,
): readonly Source[] {
  const sources: Source[] = [{ name: 'initial-state', add: (edges) => addInitialState(table, external, edges) }];
  if (writesFollowReads)
    sources.push({ name: 'wfr-keys', add: (edges) => addWritesFollowReads(table, external, edges) });
  if (sequentialKeys)
    sources.push({ name: 'sequential-keys', add: (edges) => keySessionOrder(table, external, edges) });
  if (linearizableKeys)
    sources.push({ name: 'linearizable-keys', add: (edges) => keyRealTimeOrder(table, external, edges) });
  if (transactionOrder) {
    sources.push({
      name: 'transaction-order',
      add: (edges) => addTransactionOrder(table, external, transactionOrder, edges),
    });
  }
  return sources;
}

function addInitialState(table: TransactionTable, { reads, writes, seen }: ExternalOperations, edges: EdgeList): void {
  const isDone = new Uint8Array(table.versions.size + table.keys.length);
  const add = (version: number, key: number): void => {
    if (isDone[version] === 1) return;
    isDone[version] = 1;
    edges.add(initialOf(table, key), version, edgeKinds.ww);
  };
  for (const place of writes) add(table.version[place] ?? 0, table.key[place] ?? 0);
  for (const place of reads) add(seen[place] ?? 0, table.key[place] ?? 0);
}

function addWritesFollowReads(
  table: TransactionTable,
  { reads, writes, seen }: ExternalOperations,
  edges: EdgeList,
): void {
  const { transaction, key, keys, version } = table;
  const readOf = new Int32Array(keys.length).fill(none);
  let next = 0;
  // Both lists are in the order of transactions, so that they are walked together.
  for (const write of writes) {
    const t = transaction[write] ?? 0;
    for (; next < reads.length && (transaction[reads[next] ?? 0] ?? 0) <= t; next++) {
      const read = reads[next] ?? 0;
      readOf[key[read] ?? 0] = read;
    }
    const read = readOf[key[write] ?? 0] ?? none;
    if (read === none || transaction[read] !== t) continue;
    const from = seen[read] ?? 0;
    if (from < table.versions.size) edges.add(from, version[write] ?? 0, edgeKinds.ww);
  }
}

function addTransactionOrder(
  { transaction, key, version }: TransactionTable,
  { writes }: ExternalOperations,
  rankOf: (row: number) => number | undefined,
  edges: EdgeList,
): void {
  const ranked = [...writes].flatMap((write) => {
    const rank = rankOf(transaction[write] ?? 0);
    return rank === undefined ? [] : [{ write, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank);
  const last = new Map<number, number>();
  for (const { write } of ranked) {
    const k = key[write] ?? 0;
    const before = last.get(k);
    if (before !== undefined) edges.add(version[before] ?? 0, version[write] ?? 0, edgeKinds.ww);
    last.set(k, write);
  }
}

function cyclicVersions(graph: Digraph, effort: Effort | undefined): readonly Int32Array[] {
  const { vertexCount } = graph;
  const all = Int32Array.from({ length: vertexCount }, (_, version) => version);
  const numberOf = new Int32Array(2 * vertexCount);
  return components(graph, { base: edgeKinds.ww, rw: 'none' }, all, null, searchRoom(vertexCount, effort), numberOf)
    .cycles;
}

function keyOf({ versions }: TransactionTable, version: number): number {
  return version < versions.size ? versions.keyOf(version) : version - versions.size;
}
