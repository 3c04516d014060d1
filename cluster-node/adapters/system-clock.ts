import type { NodeClock } from '../ports.ts';
import type { TimerName } from '../protocol/effects.ts';

/** The process's own monotonic clock, timers and chance. */
export class SystemClock implements NodeClock {
  readonly #timers = new Map<TimerName, NodeJS.Timeout>();

  nowMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now();
  }

  setTimer(timer: TimerName, minMs: number, maxMs: number, fire: () => void): void {
    clearTimeout(this.#timers.get(timer));
    this.#timers.set(timer, setTimeout(fire, minMs + Math.random() * (maxMs - minMs)));
  }

  soon(task: () => void): void {
    setImmediate(task);
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }
}
