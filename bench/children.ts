import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

const patienceMs = 3_000;

/** The processes of a benchmark. None outlives it, whichever way out is taken. */
export class Children implements AsyncDisposable {
  readonly #running = new Set<ChildProcess>();
  readonly #killAll = (): void => {
    for (const child of this.#running) child.kill('SIGKILL');
  };

  constructor() {
    process.on('exit', this.#killAll);
  }

  /** Starts a process whose output goes to `logPath`. */
  start(file: string, args: readonly string[], logPath: string): Child {
    const log = openSync(logPath, 'a');
    const child = spawn(file, args, { stdio: ['ignore', log, log] });
    closeSync(log);
    this.#running.add(child);
    let end: string | null = null;
    const ended = new Promise<void>((resolve) => {
      const onEnd = (how: string): void => {
        end = how;
        this.#running.delete(child);
        resolve();
      };
      child.once('error', (error) => onEnd(error.message));
      child.once('exit', (status, signal) => onEnd(signal ?? `status ${status}`));
    });
    return {
      stop: async () => {
        child.kill('SIGTERM');
        const lateKill = setTimeout(() => child.kill('SIGKILL'), patienceMs);
        await ended;
        clearTimeout(lateKill);
      },
      failure: () => (end === null ? null : `${file} ended with ${end}; its last words: ${lastLines(logPath)}`),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#killAll();
    process.off('exit', this.#killAll);
  }
}

export type Child = Readonly<{
  /** Asks it to end, and ends it when it does not within three seconds. */
  stop(): Promise<void>;
  /** How it came to its end, or null while it runs. */
  failure(): string | null;
}>;

function lastLines(path: string): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-3).join(' | ');
}
