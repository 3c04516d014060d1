import type { TableBuilder } from '../table-builder.ts';
import { malformed, type Place } from './place.ts';
import { readLines } from './read-lines.ts';

type MicroOperation = readonly ['r' | 'w', number, number | null];

/**
 * Reads transactions on registers, grouped by sessions: `w KEY VALUE` and `r KEY VALUE` a line, `-----` between
 * transactions and `=====` between sessions (AWDIT's form for tests). A session is a process. Such a file tells nothing
 * of real time: positions keep the order of each session and mean nothing between sessions. Most such files end without a
 * newline, so a last line without one is taken as it stands.
 * @throws HistoryError with line and column
 */
export async function readSessions(file: string, builder: TableBuilder): Promise<void> {
  let session = 0;
  let transaction: MicroOperation[] = [];
  const endTransaction = (): void => {
    if (transaction.length > 0) addTransaction(builder, session, transaction);
    transaction = [];
  };
  await readLines(file, ({ text, number }) => {
    const line = text.trim();
    if (line === '') return;
    if (line === '-----' || line === '=====') {
      endTransaction();
      if (line === '=====') session += 1;
      return;
    }
    const place = { file, line: number, column: 1 };
    const [, f, key = '', value = ''] = /^([rw]) (\d+) (\d+)$/.exec(line) ?? [];
    if (f === undefined) throw malformed(place, '"w KEY VALUE", "r KEY VALUE", "-----" or "====="', line);
    transaction.push([f === 'r' ? 'r' : 'w', exact(key, place), exact(value, place)]);
  });
  endTransaction();
}

/** The number of no transaction: what it writes was aborted. */
const aborted = '-1';

/**
 * Reads transactions on registers as `w(KEY,VALUE,SESSION,TRANSACTION)` and `r(…)`, one a line (the text form of Plume,
 * PolySI, AWDIT and IsoVista). The lines of a transaction stand together. Transaction -1 stands for all that were aborted.
 * Registers hold 0 at first: a read of 0 that nobody wrote is null. Nothing is told of real time, as in `readSessions`. The
 * bracket ends a line, so that a torn one is refused.
 * @throws HistoryError with line and column
 */
export async function readPlume(file: string, builder: TableBuilder): Promise<void> {
  const transactions: Transaction[] = [];
  const seen = new Set<string>();
  const zeroWritten = new Set<number>();
  let present: Transaction & Readonly<{ name: string }> = { name: '', session: 0, isAborted: false, operations: [] };
  await readLines(file, ({ text, number }) => {
    const line = text.trim();
    if (line === '') return;
    const place = { file, line: number, column: 1 };
    const [, f, keyText = '', valueText = '', sessionText = '', id = ''] =
      /^([rw])\((\d+),(\d+),(\d+),(-1|\d+)\)$/.exec(line) ?? [];
    if (f === undefined) throw malformed(place, '"w(KEY,VALUE,SESSION,TRANSACTION)" or "r(…)"', line);
    const [key, value, session] = [exact(keyText, place), exact(valueText, place), exact(sessionText, place)];
    if (session > 2 ** 31 - 1) throw malformed(place, 'a session of at most 2^31 - 1', line);
    const name = `${session},${id}`;
    if (name !== present.name || id === aborted) {
      if (seen.has(name) && id !== aborted) throw malformed(place, 'the lines of a transaction together', line);
      seen.add(name);
      present = { name, session, isAborted: id === aborted, operations: [] };
      transactions.push(present);
    }
    if (f === 'w' && value === 0 && id !== aborted) zeroWritten.add(key);
    present.operations.push([f === 'r' ? 'r' : 'w', key, value]);
  });
  for (const { session, isAborted, operations } of transactions) {
    const done = operations.map(([f, key, value]): MicroOperation => {
      return f === 'r' && value === 0 && !zeroWritten.has(key) ? [f, key, null] : [f, key, value];
    });
    addTransaction(builder, session, done, isAborted ? 'fail' : 'ok');
  }
}

type Transaction = Readonly<{ session: number; isAborted: boolean; operations: MicroOperation[] }>;

function addTransaction(
  builder: TableBuilder,
  process: number,
  transaction: readonly MicroOperation[],
  type: 'ok' | 'fail' = 'ok',
): void {
  const asked = transaction.map(([f, key, value]) => [f, key, f === 'r' ? null : value]);
  builder.invoke({ process, f: 'txn', value: asked });
  builder.complete({ process, type, f: 'txn', value: transaction });
}

function exact(digits: string, place: Place): number {
  const value = Number(digits);
  if (Number.isSafeInteger(value)) return value;
  throw malformed(place, 'whole numbers of at most 2^53 - 1', digits);
}
