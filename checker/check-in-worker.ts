import type { HistoryQuestion, HistoryVerdict } from './check-history.ts';
import { checkInThread, type ThreadOptions } from './check-thread.ts';
import type { Op } from './history/op.ts';
import type { OperationTable } from './history/operation-table.ts';
import { tableOfOps } from './history/table-rows.ts';

export type WorkerCheckOptions = HistoryQuestion & ThreadOptions;

/**
 * `checkHistory` in a thread of its own, under limits that hold whatever the check does: past the time, past the memory,
 * or when `signal` aborts, the verdict is `unknown`, and the thread is stopped.
 *
 * ```ts
 * import { checkInWorker, generateRegisters } from 'ballotproof/checker';
 *
 * const history = generateRegisters({
 *   seed: 1,
 *   operations: 10_000,
 *   clients: 20,
 *   keys: 10,
 *   values: 'unique',
 *   crashPercent: 0,
 *   hasStaleRead: false,
 * });
 * const verdict = await checkInWorker(history, { model: 'register', onProgress: ({ done }) => console.error(done) });
 * console.log(verdict.kind);
 * ```
 * @throws ModelError when there is no such model, or it does not fit the history; HistoryError when a process does not
 * take turns
 */
export async function checkInWorker(
  history: OperationTable | readonly Op[],
  { timeLimitMs, memoryLimitBytes, signal, onProgress, ...question }: WorkerCheckOptions = {},
): Promise<HistoryVerdict> {
  const table = 'size' in history ? history : tableOfOps(history);
  const limits = { timeLimitMs, memoryLimitBytes, signal, onProgress };
  return (await checkInThread({ history: table, question }, limits)).verdict;
}
