import { Worker } from 'node:worker_threads';

/** What a worker may cost, and who may stop it. */
export type WorkerLimits = Readonly<{
  /** From the message `started` on. */
  timeLimitMs: number;
  /** For the heap of the thread; typed arrays are not counted by it. */
  heapLimitBytes: number;
  signal?: AbortSignal | undefined;
}>;

/** Messages of a worker: it has begun what its time is counted for; how far it is; what it came to. */
export type WorkerMessage<Answer, Progress> =
  | Readonly<{ kind: 'started' }>
  | Readonly<{ kind: 'progress'; progress: Progress }>
  | Readonly<{ kind: 'answer'; answer: Answer }>;

/** What became of a worker: its answer, or what came first. */
export type WorkerOutcome<Answer> =
  | Readonly<{ kind: 'answer'; answer: Answer }>
  | Readonly<{ kind: 'stopped'; by: 'time' | 'memory' | 'signal' }>;

/** A worker keeps to its time by itself; this much later it is stopped in whatever it does. */
const graceMs = 2_000;

/**
 * Runs the module at `url` in a thread of its own, under limits that hold whatever it does. The thread is gone when the
 * promise settles. @throws what the thread throws
 */
export async function runInWorker<Answer, Progress>(
  url: URL,
  task: unknown,
  limits: WorkerLimits,
  onProgress?: (progress: Progress) => void,
): Promise<WorkerOutcome<Answer>> {
  const { timeLimitMs, heapLimitBytes, signal } = limits;
  if (signal?.aborted) return { kind: 'stopped', by: 'signal' };
  const worker = new Worker(url, {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: Math.max(32, Math.ceil(heapLimitBytes / 2 ** 20)) },
  });
  const { promise, resolve, reject } = Promise.withResolvers<WorkerOutcome<Answer>>();
  const begun = Promise.withResolvers<void>();
  for (const event of ['message', 'error', 'exit']) worker.once(event, () => begun.resolve());
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => resolve({ kind: 'stopped', by: 'signal' });
  signal?.addEventListener('abort', onAbort);
  worker.on('message', (message: WorkerMessage<Answer, Progress>) => {
    if (message.kind === 'answer') resolve(message);
    else if (message.kind === 'progress') onProgress?.(message.progress);
    else timer = setTimeout(() => resolve({ kind: 'stopped', by: 'time' }), timeLimitMs + graceMs);
  });
  worker.once('error', (error) => {
    if (isOutOfMemory(error)) resolve({ kind: 'stopped', by: 'memory' });
    else reject(error);
  });
  worker.once('exit', (status) => reject(new Error(`the thread ended with status ${status} and without an answer`)));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    // Node has been seen to crash when a thread is ended that is still loading its modules.
    await begun.promise;
    await worker.terminate();
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
