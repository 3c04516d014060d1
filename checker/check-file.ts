import { fileAsRun } from '#foundation';
import type { CheckFileTask, FileAnswer } from './check-file-worker.ts';
import type { HistoryVerdict } from './check-history.ts';
import { HistoryError } from './history/history-error.ts';
import type { HistoryFile, ReadOptions } from './history/read-table.ts';
import { runInWorker } from './limited-worker.ts';
import type { Progress } from './linearizability/budget.ts';
import { ModelError } from './models/model.ts';
import type { MultiRegisterState } from './models/multi-register.ts';
import type { Counts } from './statistics/summarize-operations.ts';

export type FileCheckOptions = ReadOptions &
  Readonly<{
    /** The name of a model. Default: what the functions of the history tell. */
    model?: string;
    /** What transactions are held to. Default: `strict-serializable`, or `serializable` where the form tells no real time. */
    consistency?: string;
    /** What registers of the model `multi-register` hold at first. Default: null. */
    initial?: MultiRegisterState;
    /** For the check, without the reading. Default: 60 000. */
    timeLimitMs?: number;
    /** For the reading and the check together. Default: 1 GiB. */
    memoryLimitBytes?: number;
    signal?: AbortSignal;
    /** Told about twice a second. */
    onProgress?: (progress: Progress) => void;
  }>;

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
export async function checkFile(path: string, options: FileCheckOptions = {}): Promise<FileCheck> {
  const { timeLimitMs = 60_000, memoryLimitBytes = 2 ** 30, signal, onProgress, ...rest } = options;
  const task: CheckFileTask = { path, ...rest, timeLimitMs, memoryLimitBytes: memoryLimitBytes / 2 };
  const url = new URL(fileAsRun('./check-file-worker.ts'), import.meta.url);
  const limits = { timeLimitMs, heapLimitBytes: memoryLimitBytes / 2, signal };
  const outcome = await runInWorker<FileAnswer, Progress>(url, task, limits, onProgress);
  if (outcome.kind === 'answer') return fileCheck(outcome.answer);
  const reason = {
    time: `The checker did not answer within ${timeLimitMs} ms. Raise the time limit, or check fewer operations per key.`,
    memory: `Reading and checking needed more than ${Math.round(memoryLimitBytes / 2 ** 20)} MB of memory. Raise the memory limit, or check a shorter history.`,
    signal: 'The check was called off before it was done.',
  }[outcome.by];
  return { verdict: { kind: 'unknown', reasons: [reason], model: options.model ?? 'auto' }, file: null };
}

function fileCheck(answer: FileAnswer): FileCheck {
  switch (answer.kind) {
    case 'checked':
      return answer.check;
    case 'no-history':
      throw new HistoryError(answer.code, answer.message, answer.line === null ? {} : { line: answer.line });
    case 'no-model':
      throw new ModelError(answer.message);
  }
}
