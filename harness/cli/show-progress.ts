import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import { type RunEvent, type RunPhase, runPhases } from '../run-event.ts';
import { RunProgress } from '../run-progress.ts';

/** Shows how a run goes on. Disposing it ends the show. */
export interface ProgressView extends AsyncDisposable {
  take(event: RunEvent): void;
}

/** A live view on a terminal, plain lines otherwise; both on stderr, because stdout is for results. */
export function showProgress(): ProgressView {
  const { isTTY, columns } = process.stderr;
  return isTTY && columns > 0 ? new LiveView() : new PlainView(); // some terminals do not tell how wide they are
}

const plainEveryMs = 5000;
const liveEveryMs = 250;

/** A line when a phase begins, and one every few seconds during the workload. */
class PlainView implements ProgressView {
  readonly #progress = new RunProgress();
  readonly #timer = setInterval(() => {
    if (this.#progress.phase === 'workload') say(this.#progress.line());
  }, plainEveryMs);

  take(event: RunEvent): void {
    this.#progress.take(event);
    if (event.kind === 'opened') say(`files: ${event.directory}`);
    if (event.kind === 'phase') say(`${event.phase}${event.phase === 'heal' ? ` (${this.#progress.line()})` : ''}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
  }
}

/** One task per phase; the current one carries the line of progress. */
class LiveView implements ProgressView {
  readonly #progress = new RunProgress();
  readonly #ends = new Map(runPhases.map((phase) => [phase, Promise.withResolvers<void>()] as const));
  readonly #timer = setInterval(() => this.#write(this.#progress.line()), liveEveryMs);
  #write: (line: string) => void = () => undefined;
  readonly #shown: Promise<unknown>;

  constructor() {
    const output = new ProcessOutput(process.stderr, process.stderr);
    const tasks = new Listr(
      runPhases.map((phase) => ({
        title: phase,
        task: async (_: unknown, task: { output: string }) => {
          this.#write = (line) => {
            task.output = line;
          };
          await this.#ends.get(phase)?.promise;
        },
        rendererOptions: { persistentOutput: phase === 'workload' },
      })),
      { registerSignalListeners: false, rendererOptions: { logger: new ListrLogger({ processOutput: output }) } },
    );
    this.#shown = tasks.run().catch(() => undefined);
  }

  take(event: RunEvent): void {
    if (event.kind === 'opened') say(`files: ${event.directory}`);
    if (event.kind === 'phase') this.#endBefore(event.phase);
    this.#progress.take(event);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#write(this.#progress.line());
    for (const end of this.#ends.values()) end.resolve();
    await this.#shown;
  }

  #endBefore(phase: RunPhase): void {
    for (const earlier of runPhases.slice(0, runPhases.indexOf(phase))) this.#ends.get(earlier)?.resolve();
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
