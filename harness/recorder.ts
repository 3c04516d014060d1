import { closeSync, openSync, writeSync } from 'node:fs';
import type { Op } from '#checker';
import { EventLoopDelay } from './adapters/event-loop-delay.ts';
import type { Clock, Recorder } from './ports/index.ts';

/** Who wants to know of each op after it is on file. */
export type OpObserver = (op: Op) => void;

/**
 * Writes `history.jsonl`. A line is handed to the kernel whole before `record` returns, so whatever happens to the
 * controller afterwards, what was recorded is on file; at worst its very last line is torn.
 */
export class FileRecorder implements Recorder, Disposable {
  readonly #clock: Clock;
  readonly #observer: OpObserver;
  readonly #loopDelay = new EventLoopDelay();
  #file: number | null;
  #nextIndex = 0;

  constructor(path: string, clock: Clock, observer: OpObserver) {
    this.#file = openSync(path, 'a');
    this.#clock = clock;
    this.#observer = observer;
  }

  record(op: Omit<Op, 'index' | 'timeNs'>): Op {
    const stamped: Op = { index: this.#nextIndex, ...op, timeNs: this.#clock.nowNs() };
    // After the run is closed nothing is added: the answer of an op that was given up would have no place.
    if (this.#file === null) return stamped;
    writeWhole(this.#file, Buffer.from(`${JSON.stringify(stamped)}\n`));
    this.#nextIndex += 1;
    this.#observer(stamped);
    return stamped;
  }

  /**
   * How late completions come on file (p99, milliseconds): an answer whose bytes have arrived waits until this process
   * comes to it, and whatever keeps it from that, slow writes included, is delay of the event loop.
   */
  lagP99Ms(): number {
    return this.#loopDelay.p99Ms();
  }

  [Symbol.dispose](): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#loopDelay[Symbol.dispose]();
  }
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}
