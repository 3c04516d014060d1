import { HistoryError } from './history-error.ts';
import { neverReturned, type OperationTable } from './operation-table.ts';
import { ValueInterner } from './value-interner.ts';

type Pair = readonly [key: string | number, value: unknown];

/**
 * Whether all values look like pairs `[key value]` of independent objects: no operation has a key, every input is a pair
 * that begins with a string or a number, so is every output, and no cas would be left without its two values.
 */
export function canSplitByKey(table: OperationTable): boolean {
  const isPairAt = table.values.map(isPair);
  const cas = table.functions.indexOf('cas');
  for (let row = 0; row < table.size; row += 1) {
    const input = table.input[row] ?? -1;
    const output = table.output[row] ?? -1;
    if ((table.key[row] ?? -1) >= 0 || isPairAt[input] !== true || (output >= 0 && isPairAt[output] !== true))
      return false;
    if (table.f[row] === cas && !isCasOfPair(table.values[input])) return false;
  }
  return table.size > 0;
}

/**
 * The table with pairs taken apart: the first of a pair becomes the operation's key, the second its value.
 * @throws HistoryError HISTORY_MALFORMED, with the event, when a value is no pair, or the answer is about another key
 */
export function splitByKey(table: OperationTable, file: string): OperationTable {
  const keys = new Map<string | number, number>();
  const values = new ValueInterner();
  const parts = table.values.map((value) => {
    if (!isPair(value)) return null;
    const [key, inner] = value;
    if (!keys.has(key)) keys.set(key, keys.size);
    return { key: keys.get(key) ?? -1, value: values.place(inner) };
  });
  const key = new Int32Array(table.size);
  const input = new Int32Array(table.size);
  const output = new Int32Array(table.size).fill(-1);
  for (let row = 0; row < table.size; row += 1) {
    const asked = parts[table.input[row] ?? -1];
    if (!asked) throw notPair(file, table.call[row], table.values[table.input[row] ?? -1]);
    key[row] = asked.key;
    input[row] = asked.value;
    const answerPlace = table.output[row] ?? -1;
    if (answerPlace < 0) continue;
    const answered = parts[answerPlace];
    if (answered?.key !== asked.key) throw notPair(file, table.ret[row], table.values[answerPlace]);
    output[row] = answered.value;
  }
  return { ...table, key, input, output, keys: [...keys.keys()], values: values.values };
}

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && value.length === 2 && (typeof value[0] === 'string' || typeof value[0] === 'number');
}

function isCasOfPair(value: unknown): boolean {
  return isPair(value) && Array.isArray(value[1]) && value[1].length === 2;
}

function notPair(file: string, event: number = neverReturned, found: unknown): HistoryError {
  return new HistoryError(
    'HISTORY_MALFORMED',
    `${file}: event ${event}, counted from 0: expected a pair of a key and a value, the key as at the invocation, found ${JSON.stringify(found)}`,
  );
}
