import { readFileSync } from 'node:fs';
import type { Geography } from '#quorums';
import { UsageError } from '../harness-error.ts';
import { parseJsonText } from '../json-text.ts';

/** How long messages take between nodes, in ms one way, and who leads and where clients are. */
export type DelayTable = Readonly<{
  nodes: readonly string[];
  /** From the node of the row to that of the column; 0 from a node to itself. */
  ms: readonly (readonly number[])[];
  /** Null: the first node of a system. */
  leader: string | null;
  /** The nodes that clients speak to; null: all alike. */
  clients: readonly string[] | null;
}>;

const form = '{"nodes": ["n1", "n2"], "ms": [[0, 5], [5, 0]], "leader": "n1", "clients": ["n2"]}';

/**
 * The table that `--latency` names: JSON with `nodes` and `ms`, and perhaps `leader` and `clients`.
 * @throws UsageError one line for a file that cannot be read or is no such table
 */
export function readDelayTable(path: string): DelayTable {
  try {
    return delayTable(parseJsonText(readFileSync(path, 'utf8')));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isMissing = 'code' in error && error.code === 'ENOENT';
    const why = isMissing ? 'there is no such file' : error.message.replaceAll(/\s+/g, ' ').replace(/\.$/, '');
    throw new UsageError(`--latency ${path}: ${why}. It takes JSON such as ${form}, one way, in ms.`);
  }
}

/** A table from its JSON form. @throws UsageError */
export function delayTable(value: unknown): DelayTable {
  if (typeof value !== 'object' || value === null) throw new UsageError('the table is no object');
  const { nodes, ms, leader = null, clients = null, ...others } = value as Readonly<Record<string, unknown>>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new UsageError(`the key "${unknown}" is unknown`);
  if (!isNames(nodes)) throw new UsageError('"nodes" must be a list of names');
  if (new Set(nodes).size < nodes.length) throw new UsageError('"nodes" names a node twice');
  if (!isSquare(ms, nodes.length)) {
    throw new UsageError(`"ms" must have ${nodes.length} rows of ${nodes.length} delays from 0, as there are nodes`);
  }
  const away = nodes.findIndex((_, index) => ms[index]?.[index] !== 0);
  if (away >= 0) throw new UsageError(`"ms" says ${ms[away]?.[away]} from ${nodes[away]} to itself; that must be 0`);
  if (leader !== null && !(typeof leader === 'string' && nodes.includes(leader))) {
    throw new UsageError('"leader" must be one of the nodes');
  }
  if (clients !== null && !(isNames(clients) && clients.every((client) => nodes.includes(client)))) {
    throw new UsageError('"clients" must be a list of nodes');
  }
  return { nodes, ms, leader, clients };
}

/**
 * What the table says of these nodes; those of the table that are not among them are left out.
 * @throws UsageError when the table does not have all of them, or the leader and clients that it names are left out
 */
export function geographyOf(nodes: readonly string[], table: DelayTable): Geography {
  const rows = nodes.map((node) => {
    const row = table.nodes.indexOf(node);
    if (row >= 0) return row;
    throw new UsageError(`--latency says nothing of ${node}; its nodes are ${table.nodes.join(', ')}.`);
  });
  const place = (node: string): number => {
    const index = nodes.indexOf(node);
    if (index >= 0) return index;
    throw new UsageError(`--latency names ${node} as leader or client, but the nodes are ${nodes.join(', ')}.`);
  };
  return {
    delaysMs: rows.map((from) => rows.map((to) => table.ms[from]?.[to] ?? 0)),
    leader: table.leader === null ? 0 : place(table.leader),
    homes: (table.clients ?? nodes).map(place),
  };
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string');
}

function isSquare(value: unknown, size: number): value is readonly (readonly number[])[] {
  const isDelay = (delay: unknown): boolean => Number.isFinite(delay) && Number(delay) >= 0;
  const isRow = (row: unknown): boolean => Array.isArray(row) && row.length === size && row.every(isDelay);
  return Array.isArray(value) && value.length === size && value.every(isRow);
}
