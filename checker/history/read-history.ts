import { parseExactJson } from './formats/exact-json.ts';
import { MalformedForm } from './formats/form-scanner.ts';
import { malformed } from './formats/place.ts';
import { type Line, readLines } from './formats/read-lines.ts';
import type { HistoryError } from './history-error.ts';
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
  let tornTail = false;
  const readLine = ({ text, number, isLast, isEnded }: Line): void => {
    if (!isEnded || (isLast && !isJson(text))) tornTail = true;
    else ops.push(parseOp(text, { file, line: number, expectedIndex: ops.length }));
  };
  await readLines(file, readLine, { mayBeCut: true });
  return { ops, tornTail };
}

type Place = Readonly<{ file: string; line: number; expectedIndex: number }>;

/** One line as an op. @throws HistoryError HISTORY_MALFORMED */
function parseOp(text: string, { file, line, expectedIndex }: Place): Op {
  const expected = (what: string): HistoryError => malformed({ file, line, column: 1 }, what, text);
  const parsed = parsedExactly(text, expected);
  if (!isRecord(parsed)) throw expected('one JSON object');
  const { index, process, type, f, key, timeNs, error, node, final } = parsed;
  if (index !== expectedIndex) throw expected(`"index": ${expectedIndex}, one more than on the line before`);
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

/** Ops are written again as JSON, which has no whole numbers but those that a double holds. */
function parsedExactly(text: string, expected: (what: string) => HistoryError): unknown {
  try {
    const parsed = parseExactJson(text);
    if (!hasLargeNumber(parsed)) return parsed;
  } catch (error) {
    if (error instanceof SyntaxError) throw expected('one JSON object');
    if (error instanceof MalformedForm) throw expected(error.expected);
    throw error;
  }
  throw expected('whole numbers between -(2^53 - 1) and 2^53 - 1, which are exact');
}

function hasLargeNumber(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint';
  return Object.values(value).some(hasLargeNumber);
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

/** Whether it is not cut, that is: it may be none that is read. */
function isJson(text: string): boolean {
  try {
    parseExactJson(text);
    return true;
  } catch (error) {
    return !(error instanceof SyntaxError);
  }
}
