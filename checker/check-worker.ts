import { parentPort, workerData } from 'node:worker_threads';
import type { FileCheck } from './check-file.ts';
import { checkHistory, type HistoryQuestion } from './check-history.ts';
import { HistoryError } from './history/history-error.ts';
import { endings, type OperationTable } from './history/operation-table.ts';
import { type ReadOptions, readTable } from './history/read-table.ts';
import { knownModel } from './known-models.ts';
import type { WorkerMessage } from './limited-worker.ts';
import type { Progress } from './linearizability/budget.ts';
import { modelFor } from './model-for.ts';
import { ModelError } from './models/model.ts';
import type { Counts } from './statistics/summarize-operations.ts';
import { UnknownModelError } from './transactions/consistency-models.ts';
import { TransactionError } from './transactions/transaction-error.ts';

/** What the worker is given: a history, or where it lies, and what is asked of it. */
export type CheckTask = Readonly<{
  history: OperationTable | (Readonly<{ path: string }> & ReadOptions);
  question: HistoryQuestion;
  timeLimitMs: number;
  memoryLimitBytes: number;
}>;

/** What it came to. Errors that callers tell apart are told in words, since classes do not pass between threads. */
export type CheckAnswer =
  | Readonly<{ kind: 'checked'; check: FileCheck }>
  | Readonly<{ kind: 'no-history'; code: HistoryError['code']; message: string; line: number | null }>
  | Readonly<{ kind: 'no-model'; message: string }>;

async function answerTo({ history, question, timeLimitMs, memoryLimitBytes }: CheckTask): Promise<CheckAnswer> {
  try {
    const { table, ...read } =
      'path' in history ? await readTable(history.path, { ...history, memoryLimitBytes }) : { table: history };
    const model = question.model === undefined ? modelFor(table) : knownModel(question.model);
    tell({ kind: 'started', subject: model });
    const verdict = checkHistory(table, {
      ...question,
      ...('hasRealTime' in read ? { hasRealTime: read.hasRealTime } : {}),
      timeLimitMs,
      memoryLimitBytes,
      onProgress: (progress) => tell({ kind: 'progress', progress }),
    });
    const file = 'format' in read ? { ...read, operations: countsOf(table) } : null;
    return { kind: 'checked', check: { verdict, file } };
  } catch (error) {
    if (error instanceof HistoryError) {
      const { code, message, line } = error;
      return { kind: 'no-history', code, message: withCause(message, error.cause), line };
    }
    if (error instanceof TransactionError) {
      return { kind: 'no-model', message: 'path' in history ? `${history.path}: ${error.message}` : error.message };
    }
    if (error instanceof ModelError || error instanceof UnknownModelError) {
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

function tell(message: WorkerMessage<CheckAnswer, Progress>): void {
  parentPort?.postMessage(message);
}

/** The thread behind `checkFile` and `checkInWorker`: checks one history and answers. */
tell({ kind: 'loaded' });
tell({ kind: 'answer', answer: await answerTo(workerData) });
