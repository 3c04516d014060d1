import { detectFormat, type Format, formats } from './formats/detect-format.ts';
import { malformed } from './formats/place.ts';
import { readCallLog } from './formats/read-call-log.ts';
import { readEdn, readJson } from './formats/read-forms.ts';
import { readJepsenLog } from './formats/read-jepsen-log.ts';
import { readJsonl } from './formats/read-jsonl.ts';
import { readPlume, readSessions } from './formats/read-sessions.ts';
import { textChunks } from './formats/text-chunks.ts';
import { HistoryError } from './history-error.ts';
import type { OperationTable } from './operation-table.ts';
import { canSplitByKey, splitByKey } from './split-by-key.ts';
import { TableBuilder } from './table-builder.ts';

export type ReadOptions = Readonly<{
  /** Default: `auto`, judged by how the file begins. */
  format?: Format | 'auto';
  /**
   * Whether values are pairs `[key value]`, as `jepsen.independent` writes them; then each operation gets its key.
   * `auto`: where every value is such a pair. Default: false.
   */
  byKey?: boolean | 'auto';
  /** For the columns of the table while it is made. Default: none. */
  memoryLimitBytes?: number | undefined;
}>;

export type HistoryFile = Readonly<{
  table: OperationTable;
  format: Format;
  /** Events in the file, those of the nemesis among them. */
  events: number;
  /** The last line was cut by a crash, or may have been, and was left out. */
  tornTail: boolean;
  /** False where the form tells no order between sessions; then nothing may be concluded from positions. */
  hasRealTime: boolean;
}>;

/**
 * Reads a history of any known form, plain or packed by gzip, piece by piece: in memory is the table, not the file.
 * Numbers are never rounded.
 *
 * ```ts
 * import { readTable } from 'ballotproof/checker';
 *
 * const { table, format } = await readTable('history.edn', { byKey: 'auto' });
 * console.log(format, table.size);
 * ```
 * @throws HistoryError with file, line, column and what was expected: unreadable, malformed, events that do not pair,
 * or more of them than fit into the memory
 */
export async function readTable(
  path: string,
  { format = 'auto', byKey = false, memoryLimitBytes }: ReadOptions = {},
): Promise<HistoryFile> {
  const builder = new TableBuilder({ memoryLimitBytes });
  const found = format === 'auto' ? await formatOf(path) : format;
  const tornTail = await readers[found](path, builder);
  const table = builder.build();
  const isSplit = byKey === true || (byKey === 'auto' && canSplitByKey(table));
  return {
    table: isSplit ? splitByKey(table, path) : table,
    format: found,
    events: builder.events,
    tornTail: tornTail === true,
    hasRealTime: found !== 'sessions' && found !== 'plume',
  };
}

type Reader = (path: string, builder: TableBuilder) => Promise<boolean | void>;

const readers: Readonly<Record<Format, Reader>> = {
  jsonl: readJsonl,
  json: readJson,
  edn: readEdn,
  'jepsen-log': readJepsenLog,
  'call-log': readCallLog,
  sessions: readSessions,
  plume: readPlume,
};

const beginningLength = 2 ** 16;

async function formatOf(path: string): Promise<Format> {
  let beginning = '';
  for await (const chunk of textChunks(path)) {
    beginning += chunk;
    if (beginning.length >= beginningLength) break;
  }
  if (beginning.trim() === '')
    throw new HistoryError('HISTORY_MALFORMED', `${path}:1:1: expected events, found an empty file`, { line: 1 });
  const format = detectFormat(beginning.slice(0, beginningLength));
  if (format === null)
    throw malformed({ file: path, line: 1, column: 1 }, `a history in one of ${formats.join(', ')}`, beginning);
  return format;
}
