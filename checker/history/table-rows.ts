import type { Op, OpType } from './op.ts';
import type { Operation } from './operation.ts';
import { endings, neverReturned, type OperationTable } from './operation-table.ts';
import { TableBuilder } from './table-builder.ts';

/**
 * The operations of a history in columns; ops of the nemesis only take positions, so that a position is an op's index.
 *
 * ```ts
 * import { type Op, tableOfOps } from 'ballotproof/checker';
 *
 * const ops: Op[] = [
 *   { index: 0, process: 1, type: 'invoke', f: 'write', value: 7, timeNs: 0 },
 *   { index: 1, process: 1, type: 'ok', f: 'write', value: 7, timeNs: 2_000_000 },
 * ];
 * console.log(tableOfOps(ops).size); // → 1
 * ```
 * @throws HistoryError HISTORY_UNPAIRED when a process does not take turns: invoke, completion, invoke, …
 */
export function tableOfOps(ops: readonly Op[]): OperationTable {
  const builder = new TableBuilder();
  for (const { process, type, f, key = null, value, timeNs, node = null } of ops) {
    if (process === 'nemesis') builder.skip();
    else if (type === 'invoke') builder.invoke({ process, f, key, value, timeNs, node });
    else builder.complete({ process, type, f, key, value, timeNs });
  }
  return builder.build();
}

/**
 * One row as an object, for explanations. The table knows no errors, and nothing of the final reads.
 *
 * ```ts
 * import { operationOfRow, readTable } from 'ballotproof/checker';
 *
 * const { table } = await readTable('history.jsonl');
 * const { f, key, output } = operationOfRow(table, 1);
 * console.log(f, key, output); // → read x 1
 * ```
 */
export function operationOfRow(table: OperationTable, row: number): Operation {
  const { times, homes } = table;
  const key = table.key[row] ?? -1;
  const output = table.output[row] ?? -1;
  const ret = table.ret[row] ?? neverReturned;
  const retNs = times?.retNs[row] ?? Number.NaN;
  return {
    process: table.process[row] ?? -1,
    f: table.functions[table.f[row] ?? -1] ?? '',
    key: key < 0 ? null : (table.keys[key] ?? null),
    input: table.values[table.input[row] ?? -1],
    output: output < 0 ? undefined : table.values[output],
    type: endings[table.type[row] ?? -1] ?? 'info',
    invokeIndex: table.call[row] ?? -1,
    completeIndex: ret === neverReturned ? null : ret,
    invokeNs: timeOr(times?.callNs[row], table.call[row] ?? 0),
    completeNs: Number.isNaN(retNs) || ret === neverReturned ? null : retNs,
    node: homes?.nodes[homes.node[row] ?? -1] ?? null,
    error: null,
    final: false,
  };
}

/**
 * The events of a table in real-time order, as ops with indices from 0. Where the table has no times, a time is the
 * index. Operations without a completion have none here either.
 *
 * ```ts
 * import { opsOfTable, readTable } from 'ballotproof/checker';
 *
 * const { table } = await readTable('history.jsonl');
 * console.log([...opsOfTable(table)].map(({ type }) => type)); // → [ 'invoke', 'ok', 'invoke', 'ok' ]
 * ```
 */
export function* opsOfTable(table: OperationTable): Generator<Op> {
  let index = 0;
  for (const event of eventsInOrder(table)) {
    const isCall = event >= 0;
    const row = isCall ? event : -event - 1;
    const { process, f, key, input, output, type, invokeNs, completeNs, node } = operationOfRow(table, row);
    const opType: OpType = isCall ? 'invoke' : type;
    yield {
      index,
      process,
      type: opType,
      f,
      ...(key === null ? {} : { key }),
      value: opType === 'ok' ? output : input,
      timeNs: table.times === null ? index : isCall ? invokeNs : (completeNs ?? invokeNs),
      ...(node === null ? {} : { node }),
    };
    index += 1;
  }
}

/** Row for an invocation, -row - 1 for a completion, ordered by position in linear time: each position has its cell. */
function* eventsInOrder({ size, call, ret }: OperationTable): Generator<number> {
  let positions = 0;
  for (let row = 0; row < size; row += 1) {
    const last = ret[row] === neverReturned ? (call[row] ?? 0) : (ret[row] ?? 0);
    if (last >= positions) positions = last + 1;
  }
  const none = neverReturned;
  const eventAt = new Int32Array(positions).fill(none);
  for (let row = 0; row < size; row += 1) {
    eventAt[call[row] ?? 0] = row;
    if (ret[row] !== neverReturned) eventAt[ret[row] ?? 0] = -row - 1;
  }
  for (const event of eventAt) if (event !== none) yield event;
}

function timeOr(timeNs: number | undefined, otherwise: number): number {
  return timeNs === undefined || Number.isNaN(timeNs) ? otherwise : timeNs;
}
