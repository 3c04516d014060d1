/**
 * Ctrl-C and SIGTERM while a run goes on: the first ends the workload and lets the run come to its end, the second ends
 * everything at once.
 */
export class Interrupts implements Disposable {
  readonly #stop = new AbortController();
  readonly #abandon = new AbortController();
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
    for (const signal of signals) process.on(signal, this.#onSignal);
  }

  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  get abandon(): AbortSignal {
    return this.#abandon.signal;
  }

  [Symbol.dispose](): void {
    for (const signal of signals) process.removeListener(signal, this.#onSignal);
  }

  readonly #onSignal = (): void => {
    if (this.#stop.signal.aborted) {
      this.#say('giving up: everything is stopped at once');
      this.#abandon.abort(new Error('interrupted twice'));
    } else {
      this.#say('stopping: the run is healed, collected and judged; once more gives up at once');
      this.#stop.abort(new Error('interrupted'));
    }
  };
}

const signals = ['SIGINT', 'SIGTERM'] as const;
