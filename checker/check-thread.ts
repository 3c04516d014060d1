import { fileAsRun } from '#foundation';
import type { FileCheck } from './check-file.ts';
import type { CheckAnswer, CheckTask } from './check-worker.ts';
import { HistoryError } from './history/history-error.ts';
import { runInWorker, type WorkerOutcome } from './limited-worker.ts';
import type { Progress } from './linearizability/budget.ts';
import { ModelError } from './models/model.ts';

/** What a check in a thread may cost, who may stop it, and who is told how far it is. */
export type ThreadOptions = Readonly<{
  /** For the check, without the reading. Default: 60 000. */
  timeLimitMs?: number | undefined;
  /** Half for the heap of the thread, half for working memory: columns and what deciders remember. Default: 1 GiB. */
  memoryLimitBytes?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Told about twice a second. */
  onProgress?: ((progress: Progress) => void) | undefined;
}>;

/**
 * Checks a history in a thread of its own and under limits that hold: past the time, past the memory, or when `signal`
 * aborts, the verdict is `unknown`, with how far the thread said that it was.
 * @throws HistoryError when there is no history, ModelError when the model does not fit it
 */
export async function checkInThread(
  { history, question }: Pick<CheckTask, 'history' | 'question'>,
  { timeLimitMs = 60_000, memoryLimitBytes = 2 ** 30, signal, onProgress }: ThreadOptions,
): Promise<FileCheck> {
  const task: CheckTask = { history, question, timeLimitMs, memoryLimitBytes: memoryLimitBytes / 2 };
  const url = new URL(fileAsRun('./check-worker.ts'), import.meta.url);
  const limits = { timeLimitMs, heapLimitBytes: memoryLimitBytes / 2, signal };
  const outcome = await runInWorker<CheckAnswer, Progress>(url, task, limits, onProgress);
  if (outcome.kind === 'answer' && !isTooLarge(outcome.answer)) return checkOf(outcome.answer);
  const stopped =
    outcome.kind === 'stopped' ? outcome : ({ kind: 'stopped', by: 'memory', progress: null, subject: null } as const);
  const reasons = [reasonOf(stopped, { timeLimitMs, memoryLimitBytes }), ...reached(stopped.progress)];
  return { verdict: { kind: 'unknown', reasons, model: stopped.subject ?? question.model ?? 'auto' }, file: null };
}

/** A history that does not fit into the memory is one all the same. */
function isTooLarge(answer: CheckAnswer): boolean {
  return answer.kind === 'no-history' && answer.code === 'HISTORY_TOO_LARGE';
}

function checkOf(answer: CheckAnswer): FileCheck {
  switch (answer.kind) {
    case 'checked':
      return answer.check;
    case 'no-history':
      throw new HistoryError(answer.code, answer.message, answer.line === null ? {} : { line: answer.line });
    case 'no-model':
      throw new ModelError(answer.message);
  }
}

type Stopped = WorkerOutcome<CheckAnswer, Progress> & { kind: 'stopped' };

function reasonOf(
  { by }: Stopped,
  { timeLimitMs, memoryLimitBytes }: Pick<CheckTask, 'timeLimitMs' | 'memoryLimitBytes'>,
): string {
  switch (by) {
    case 'time':
      return `The checker did not answer within ${timeLimitMs} ms. Raise the time limit, or check fewer operations per key.`;
    case 'memory':
      return `Reading and checking needed more than ${Math.round(memoryLimitBytes / 2 ** 20)} MB of memory. Raise the memory limit, or check a shorter history.`;
    case 'signal':
      return 'The check was called off before it was done.';
  }
}

/** What the thread told last, before it was stopped from outside. */
function reached(progress: Progress | null): readonly string[] {
  if (progress === null) return [];
  const { done, total, remainingMs } = progress;
  const rest = remainingMs === null ? '' : `; at that rate ${Math.ceil(remainingMs / 1000)} s were left`;
  return [`When it was last heard of, ${done} of ${total} operations were decided or in order${rest}.`];
}
