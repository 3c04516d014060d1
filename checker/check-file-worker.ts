import { parentPort, workerData } from 'node:worker_threads';
import type { FileCheck, FileCheckOptions } from './check-file.ts';
import { checkHistory } from './check-history.ts';
import { HistoryError } from './history/history-error.ts';
import { endings, type OperationTable } from './history/operation-table.ts';
import { readTable } from './history/read-table.ts';
import type { WorkerMessage } from './limited-worker.ts';
import type { Progress } from './linearizability/budget.ts';
import { ModelError } from './models/model.ts';
import type { Counts } from './statistics/summarize-operations.ts';
import { UnknownModelError } from './transactions/consistency-models.ts';
import { TransactionError } from './transactions/transaction-error.ts';

/** What the worker is given. */
export type CheckFileTask = Readonly<{ path: string; timeLimitMs: number; memoryLimitBytes: number }> &
  Pick<FileCheckOptions, 'format' | 'byKey' | 'model' | 'consistency' | 'initial'>;

/** What it came to. Errors that callers tell apart are told in words, since classes do not pass between threads. */
export type FileAnswer =
  | Readonly<{ kind: 'checked'; check: FileCheck }>
  | Readonly<{ kind: 'no-history'; code: HistoryError['code']; message: string; line: number | null }>
  | Readonly<{ kind: 'no-model'; message: string }>;

async function answerTo(task: CheckFileTask): Promise<FileAnswer> {
  const { path, format, byKey, ...checking } = task;
  try {
    const { table, ...file } = await readTable(path, { ...(format && { format }), ...(byKey && { byKey }) });
    tell({ kind: 'started' });
    const verdict = checkHistory(table, {
      ...checking,
      hasRealTime: file.hasRealTime,
      now: () => performance.now(),
      onProgress: (progress) => tell({ kind: 'progress', progress }),
    });
    return { kind: 'checked', check: { verdict, file: { ...file, operations: countsOf(table) } } };
  } catch (error) {
    if (error instanceof HistoryError) {
      const { code, message, line } = error;
      return { kind: 'no-history', code, message: withCause(message, error.cause), line };
    }
    if (error instanceof ModelError || error instanceof TransactionError || error instanceof UnknownModelError) {
      return { kind: 'no-model', message: error.message };
    }
    throw error;
  }
}

function withCause(message: string, cause: unknown): string {
  return cause instanceof Error ? `${message} Cause: ${cause.message}` : message;
}

function countsOf({ type }: OperationTable): Counts {
  const counts = { ok: 0, fail: 0, info: 0 };
  for (const ending of type) counts[endings[ending] ?? 'info'] += 1;
  return counts;
}

function tell(message: WorkerMessage<FileAnswer, Progress>): void {
  parentPort?.postMessage(message);
}

/** The thread behind `checkFile`: reads one file, checks it and answers. */
tell({ kind: 'answer', answer: await answerTo(workerData) });
