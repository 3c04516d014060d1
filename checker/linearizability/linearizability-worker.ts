import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerTask } from './check-in-worker.ts';
import { namedChecks } from './named-checks.ts';

/** The thread behind `checkInWorker`: judges the one history that it is given and answers with the verdict. */
const { operations, model, timeLimitMs, memoryLimitBytes }: WorkerTask = workerData;

parentPort?.postMessage(
  namedChecks[model](operations, { now: () => performance.now(), timeLimitMs, memoryLimitBytes }),
);
