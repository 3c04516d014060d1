import type { TableBuilder } from '../table-builder.ts';
import { malformed, type Place } from './place.ts';
import { readLines } from './read-lines.ts';

type MicroOperation = readonly ['r' | 'w', number, number];

/**
 * Reads transactions on registers, grouped by sessions: `w KEY VALUE` and `r KEY VALUE` a line, `-----` between
 * transactions and `=====` between sessions (AWDIT's form for tests). A session is a process. Such a file tells nothing
 * of real time: positions keep the order of each session and mean nothing between sessions.
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

/**
 * Reads transactions on registers as `w(KEY,VALUE,SESSION,TRANSACTION)` and `r(…)`, one a line (the text form of Plume,
 * PolySI and IsoVista). The lines of a transaction stand together. Nothing is told of real time, as in `readSessions`.
 * @throws HistoryError with line and column
 */
export async function readPlume(file: string, builder: TableBuilder): Promise<void> {
  const seen = new Set<string>();
  let present = { name: '', session: 0 };
  let transaction: MicroOperation[] = [];
  const endTransaction = (): void => {
    if (transaction.length > 0) addTransaction(builder, present.session, transaction);
    transaction = [];
  };
  await readLines(file, ({ text, number }) => {
    const line = text.trim();
    if (line === '') return;
    const place = { file, line: number, column: 1 };
    const [, f, key = '', value = '', sessionText = '', id = ''] =
      /^([rw])\((\d+),(\d+),(\d+),(\d+)\)$/.exec(line) ?? [];
    if (f === undefined) throw malformed(place, '"w(KEY,VALUE,SESSION,TRANSACTION)" or "r(…)"', line);
    const session = exact(sessionText, place);
    if (session > 2 ** 31 - 1) throw malformed(place, 'a session of at most 2^31 - 1', line);
    const name = `${session},${id}`;
    if (name !== present.name) {
      endTransaction();
      if (seen.has(name)) throw malformed(place, 'the lines of a transaction together', line);
      seen.add(name);
      present = { name, session };
    }
    transaction.push([f === 'r' ? 'r' : 'w', exact(key, place), exact(value, place)]);
  });
  endTransaction();
}

function addTransaction(builder: TableBuilder, process: number, transaction: readonly MicroOperation[]): void {
  const asked = transaction.map(([f, key, value]) => [f, key, f === 'r' ? null : value]);
  builder.invoke({ process, f: 'txn', value: asked });
  builder.complete({ process, type: 'ok', f: 'txn', value: transaction });
}

function exact(digits: string, place: Place): number {
  const value = Number(digits);
  if (Number.isSafeInteger(value)) return value;
  throw malformed(place, 'whole numbers of at most 2^53 - 1', digits);
}
