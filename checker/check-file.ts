import type { HistoryQuestion, HistoryVerdict } from './check-history.ts';
import { checkInThread, type ThreadOptions } from './check-thread.ts';
import type { HistoryFile, ReadOptions } from './history/read-table.ts';
import type { Counts } from './statistics/summarize-operations.ts';

export type FileCheckOptions = ReadOptions & Omit<HistoryQuestion, 'hasRealTime'> & ThreadOptions;

/** What a file was found to hold, and the verdict on it. */
export type FileCheck = Readonly<{
  verdict: HistoryVerdict;
  /** Null: the check was stopped before the file was read. */
  file: (Pick<HistoryFile, 'format' | 'events' | 'tornTail' | 'hasRealTime'> & Readonly<{ operations: Counts }>) | null;
}>;

/**
 * Reads a history and checks it, both in a thread of its own and under limits that hold: past the time, past the memory,
 * or when `signal` aborts, the verdict is `unknown`. Half of the memory is for the heap of the thread, half for what the
 * deciders hold in typed arrays, which the limits of threads do not count.
 *
 * ```ts
 * import { checkFile } from 'ballotproof/checker';
 *
 * const { verdict } = await checkFile('history.edn', { byKey: 'auto', timeLimitMs: 10_000 });
 * console.log(verdict.kind, verdict.kind === 'unknown' ? verdict.reasons : verdict.evidence);
 * ```
 * @throws HistoryError when the file holds no history, ModelError when the model does not fit it
 */
export function checkFile(path: string, options: FileCheckOptions = {}): Promise<FileCheck> {
  const { format = 'auto', byKey = false, timeLimitMs, memoryLimitBytes, signal, onProgress, ...question } = options;
  return checkInThread(
    { history: { path, format, byKey }, question },
    { timeLimitMs, memoryLimitBytes, signal, onProgress },
  );
}
