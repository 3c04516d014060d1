import type { Clock } from '#ports';
import { SystemClock } from '../environments/system-clock.ts';

/** `stopping`: what is said when the first signal comes. */
export type InterruptsOptions = Readonly<{ clock?: Pick<Clock, 'nowNs'>; stopping?: string }>;

/**
 * Ctrl-C and SIGTERM while a run goes on: the first ends the workload and lets the run come to its end, the second ends
 * everything at once. One signal to a process group may arrive several times, passed on by npx and by the command that hands
 * over to another Node; what follows within `echoMs` is an echo, not a second wish.
 */
export class Interrupts implements Disposable {
  readonly #stop = new AbortController();
  readonly #abandon = new AbortController();
  readonly #say: (line: string) => void;
  readonly #clock: Pick<Clock, 'nowNs'>;
  readonly #stopping: string;
  #stoppedAtNs = 0;

  constructor(say: (line: string) => void, { clock = new SystemClock(), stopping = runStops }: InterruptsOptions = {}) {
    this.#say = say;
    this.#clock = clock;
    this.#stopping = stopping;
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
    const nowNs = this.#clock.nowNs();
    if (this.#stop.signal.aborted) {
      if (nowNs - this.#stoppedAtNs < echoMs * 1e6) return;
      this.#say('giving up: everything is stopped at once');
      this.#abandon.abort(new Error('interrupted twice'));
    } else {
      this.#say(`${this.#stopping}; once more gives up at once`);
      this.#stoppedAtNs = nowNs;
      this.#stop.abort(new Error('interrupted'));
    }
  };
}

const echoMs = 250;
const runStops = 'stopping: the run is healed, collected and judged';
const signals = ['SIGINT', 'SIGTERM'] as const;
