import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type EdnOptions, edn } from './formats/edn-text.ts';
import type { Op } from './op.ts';
import type { OperationTable } from './operation-table.ts';
import { opsOfTable } from './table-rows.ts';

/**
 * The events of a table as lines of a `history.jsonl`, each with its newline. What never completed has no completion
 * here; positions become indices from 0. Operations of no named process have no `process`.
 *
 * ```ts
 * import { jsonLines, readTable } from 'ballotproof/checker';
 *
 * const { table } = await readTable('history.edn', { byKey: true });
 * for (const line of jsonLines(table)) process.stderr.write(line);
 * ```
 */
export function* jsonLines(table: OperationTable): Generator<string> {
  for (const op of opsOfTable(table)) {
    const { process, ...nameless } = op;
    yield `${JSON.stringify(process === 'nemesis' || process >= 0 ? op : nameless)}\n`;
  }
}

/**
 * The events of a table as Jepsen writes them, one map a line, each with its newline. An operation's key and value
 * become a pair `[key value]`, as in `jepsen.independent`.
 *
 * ```ts
 * import { ednLines, readTable } from 'ballotproof/checker';
 *
 * const { table } = await readTable('history.jsonl');
 * const [first] = ednLines(table);
 * console.log(first?.trimEnd()); // → {:index 0, :type :invoke, :process 0, :f :write, :value ["x" 1], :time 0}
 * ```
 */
export function* ednLines(table: OperationTable): Generator<string> {
  for (const op of opsOfTable(table)) yield `${ednOfOp(op)}\n`;
}

function ednOfOp({ index, process, type, f, key, value, timeNs, node }: Op): string {
  const name = process === 'nemesis' ? ' :process :nemesis,' : process < 0 ? '' : ` :process ${process},`;
  const home = node === undefined ? '' : `, :node ${edn(node)}`;
  const options: EdnOptions = { keywordsFirst: f === 'txn' };
  const text = key === undefined ? edn(value, options) : `[${edn(key)} ${edn(value, options)}]`;
  return `{:index ${index}, :type :${type},${name} :f ${edn(f, { keyword: true })}, :value ${text}, :time ${timeNs}${home}}`;
}

/**
 * Writes a history piece by piece, in the form that the file's name ends with: `.edn`, else JSON lines.
 *
 * ```ts
 * import { readTable, writeTable } from 'ballotproof/checker';
 *
 * const { table } = await readTable('history.jsonl');
 * await writeTable('for-jepsen.edn', table);
 * ```
 */
export async function writeTable(path: string, table: OperationTable): Promise<void> {
  const lines = path.endsWith('.edn') ? ednLines(table) : jsonLines(table);
  await pipeline(Readable.from(inPieces(lines)), createWriteStream(path));
}

const pieceLength = 2 ** 16;

/** Lines together, because a stream that takes each alone spends its time on that. */
function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
