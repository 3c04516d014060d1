import { Worker } from 'node:worker_threads';
import { heapLimits } from './heap-limits.ts';

/** What a worker may cost, and who may stop it. */
export type WorkerLimits = Readonly<{
  /** From the message `started` on. */
  timeLimitMs: number;
  /** For the heap of the thread; typed arrays are not counted by it. */
  heapLimitBytes: number;
  signal?: AbortSignal | undefined;
}>;

/** Messages of a worker: its modules are there; it begins what its time is counted for, in a word; how far it is; what it came to. */
export type WorkerMessage<Answer, Progress> =
  | Readonly<{ kind: 'loaded' }>
  | Readonly<{ kind: 'started'; subject?: string }>
  | Readonly<{ kind: 'progress'; progress: Progress }>
  | Readonly<{ kind: 'answer'; answer: Answer }>;

/** What became of a worker: its answer, or what came first, how far it said that it was, and with what. */
export type WorkerOutcome<Answer, Progress> =
  | Readonly<{ kind: 'answer'; answer: Answer }>
  | Readonly<{ kind: 'stopped'; by: 'time' | 'memory' | 'signal'; progress: Progress | null; subject: string | null }>;

/** A worker keeps to its time by itself; this much later it is stopped in whatever it does. */
const graceMs = 2_000;

/**
 * Runs the module at `url` in a thread of its own, under limits that hold whatever it does. The thread is gone when the
 * promise settles; only who aborts is answered at once, and the thread ends as soon as it can. @throws what the thread throws
 */
export async function runInWorker<Answer, Progress>(
  url: URL,
  task: unknown,
  limits: WorkerLimits,
  onProgress?: (progress: Progress) => void,
): Promise<WorkerOutcome<Answer, Progress>> {
  const { timeLimitMs, heapLimitBytes, signal } = limits;
  if (signal?.aborted) return { kind: 'stopped', by: 'signal', progress: null, subject: null };
  const worker = new Worker(url, {
    workerData: task,
    execArgv: [],
    resourceLimits: heapLimits(heapLimitBytes),
  });
  const { promise, resolve, reject } = Promise.withResolvers<WorkerOutcome<Answer, Progress>>();
  const loaded = Promise.withResolvers<void>();
  for (const event of ['message', 'error', 'exit']) worker.once(event, () => loaded.resolve());
  let timer: NodeJS.Timeout | undefined;
  let last: Progress | null = null;
  let subject: string | null = null;
  const stop = (by: 'time' | 'memory' | 'signal'): void => resolve({ kind: 'stopped', by, progress: last, subject });
  const onAbort = (): void => stop('signal');
  signal?.addEventListener('abort', onAbort);
  worker.on('message', (message: WorkerMessage<Answer, Progress>) => {
    if (message.kind === 'answer') resolve(message);
    else if (message.kind === 'started') {
      subject = message.subject ?? null;
      timer = setTimeout(() => stop('time'), timeLimitMs + graceMs);
    } else if (message.kind === 'progress') {
      last = message.progress;
      onProgress?.(message.progress);
    }
  });
  worker.once('error', (error) => {
    if (isOutOfMemory(error)) stop('memory');
    else reject(error);
  });
  worker.once('exit', (status) => reject(new Error(`the thread ended with status ${status} and without an answer`)));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    // Node has been seen to crash when a thread is ended that is still loading its modules, which may take a second.
    const gone = loaded.promise.then(() => worker.terminate());
    if (!signal?.aborted) await gone;
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
