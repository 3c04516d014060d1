import { createReadStream } from 'node:fs';
import { HistoryError } from './history-error.ts';
import type { Op, OpType } from './op.ts';

/** The ops of a history file. `tornTail`: its last line was cut by a crash, and was left out. */
export type History = Readonly<{ ops: readonly Op[]; tornTail: boolean }>;

/**
 * Reads a `history.jsonl`, one line at a time. The recorder ends every line with a newline before the op goes on, so a
 * last line without one (or one that is not JSON) is an op that had not begun, or an answer that nobody relied on.
 *
 * ```ts
 * import { pairOps, readHistory } from 'ballotproof/checker';
 *
 * const { ops, tornTail } = await readHistory('history.jsonl');
 * console.log(pairOps(ops).length, tornTail); // → 2 false
 * ```
 * @throws HistoryError HISTORY_UNREADABLE, or HISTORY_MALFORMED with the line and what was expected there
 */
export async function readHistory(file: string): Promise<History> {
  const ops: Op[] = [];
  let held: string | null = null; // one line back: only the next line shows that it was not the last
  let unfinished = '';
  try {
    for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
      const lines = (unfinished + String(chunk)).split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) {
        if (held !== null) ops.push(parseOp(held, { file, expectedIndex: ops.length }));
        held = line;
      }
    }
  } catch (error) {
    if (error instanceof HistoryError) throw error;
    throw new HistoryError(
      'HISTORY_UNREADABLE',
      `${file} cannot be read. Name a history.jsonl or the directory of a run.`,
      {
        cause: error,
      },
    );
  }
  if (held === null) return { ops, tornTail: unfinished !== '' };
  if (unfinished === '' && !isJson(held)) return { ops, tornTail: true };
  ops.push(parseOp(held, { file, expectedIndex: ops.length }));
  return { ops, tornTail: unfinished !== '' };
}

type Place = Readonly<{ file: string; expectedIndex: number }>;

/** One line as an op. @throws HistoryError HISTORY_MALFORMED */
function parseOp(text: string, place: Place): Op {
  const line = place.expectedIndex + 1; // every line is one op, so the index tells the line
  const expected = (what: string, cause?: unknown): HistoryError =>
    new HistoryError('HISTORY_MALFORMED', `${place.file}:${line}: expected ${what}, found ${excerpt(text)}`, {
      line,
      cause,
    });

  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw expected('one JSON object', error);
  }
  if (!isRecord(parsed)) throw expected('one JSON object');
  const { index, process, type, f, key, timeNs, error, node, final } = parsed;
  if (index !== place.expectedIndex)
    throw expected(`"index": ${place.expectedIndex}, one more than on the line before`);
  if (process !== 'nemesis' && !isCount(process)) throw expected('"process": a whole number from 0, or "nemesis"');
  if (!isOpType(type)) throw expected('"type": "invoke", "ok", "fail" or "info"');
  if (typeof f !== 'string') throw expected('"f": a string');
  if (!('value' in parsed)) throw expected('"value": any JSON');
  if (typeof timeNs !== 'number' || timeNs < 0) throw expected('"timeNs": nanoseconds from 0');
  if (key !== undefined && typeof key !== 'string' && typeof key !== 'number')
    throw expected('"key": a string or a number');
  if (error !== undefined && typeof error !== 'string') throw expected('"error": a string');
  if (node !== undefined && typeof node !== 'string') throw expected('"node": a string');
  if (final !== undefined && typeof final !== 'boolean') throw expected('"final": true or false');
  return {
    index,
    process,
    type,
    f,
    value: parsed['value'],
    timeNs,
    ...(key === undefined ? {} : { key }),
    ...(error === undefined ? {} : { error }),
    ...(node === undefined ? {} : { node }),
    ...(final === undefined ? {} : { final }),
  };
}

type Fields = Readonly<
  Partial<Record<'index' | 'process' | 'type' | 'f' | 'key' | 'value' | 'timeNs' | 'error' | 'node' | 'final', unknown>>
>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isOpType(value: unknown): value is OpType {
  return value === 'invoke' || value === 'ok' || value === 'fail' || value === 'info';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function excerpt(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 120)}…`;
}
