import { Worker } from 'node:worker_threads';
import { fileAsRun } from '#foundation';
import type { Operation } from '../history/operation.ts';
import type { Verdict } from '../verdict.ts';
import type { CheckedModelName } from './named-checks.ts';

/** What a check in a worker may cost, and who may stop it. */
export type WorkerCheckOptions = Readonly<{
  /** Default: 60 000. */
  timeLimitMs?: number;
  /** For the heap of the worker, and once more for what its searches remember. Default: 1 GiB. */
  memoryLimitBytes?: number;
  signal?: AbortSignal;
}>;

/** What the worker is given. */
export type WorkerTask = Readonly<{
  operations: readonly Operation[];
  model: CheckedModelName;
  timeLimitMs: number;
  memoryLimitBytes: number;
}>;

/** The checker keeps to its time by itself; this much later the thread is stopped in whatever it does. */
const graceMs = 2_000;

/**
 * `checkLinearizability` in a thread of its own, under limits that hold whatever the search does: past the time, past
 * the memory, or when `signal` aborts, the thread is stopped and the verdict is `unknown`. The thread is gone when the
 * promise settles.
 * @throws whatever the checker throws, for example ModelError
 */
export async function checkInWorker(
  operations: readonly Operation[],
  model: CheckedModelName,
  { timeLimitMs = 60_000, memoryLimitBytes = 2 ** 30, signal }: WorkerCheckOptions = {},
): Promise<Verdict> {
  if (signal?.aborted) return stopped('The check was called off before it began.');
  const task: WorkerTask = { operations, model, timeLimitMs, memoryLimitBytes };
  const worker = new Worker(new URL(fileAsRun('./linearizability-worker.ts'), import.meta.url), {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: Math.max(32, Math.ceil(memoryLimitBytes / 2 ** 20)) },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Verdict>();
  const onAbort = (): void => resolve(stopped('The check was called off before it was done.'));
  const timer = setTimeout(
    () =>
      resolve(
        stopped(
          `The checker did not answer within ${timeLimitMs + graceMs} ms. Raise the time limit, or use fewer operations per key.`,
        ),
      ),
    timeLimitMs + graceMs,
  );
  signal?.addEventListener('abort', onAbort);
  worker.once('message', resolve);
  worker.once('error', (error) => {
    if (!isOutOfMemory(error)) reject(error);
    resolve(
      stopped(
        `The checker needed more than ${memoryLimitBytes} bytes of memory. Raise the memory limit, or use fewer operations per key.`,
      ),
    );
  });
  worker.once('exit', (status) =>
    reject(new Error(`the checker's thread ended with status ${status} and without an answer`)),
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

function stopped(reason: string): Verdict {
  return { kind: 'unknown', reasons: [reason] };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
