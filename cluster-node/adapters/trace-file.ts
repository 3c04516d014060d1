import { closeSync, openSync, writeSync } from 'node:fs';
import type { TraceEvent } from '../protocol/trace-event.ts';

const flushEveryMs = 50;
const flushAtLines = 256;

/** Appends trace events to a file, a few milliseconds late; a crash loses the tail. */
export class TraceFile {
  readonly #descriptor: number;
  readonly #incarnation: number;
  readonly #timer: NodeJS.Timeout;
  #lines: string[] = [];

  constructor(path: string, incarnation: number) {
    this.#descriptor = openSync(path, 'a');
    this.#incarnation = incarnation;
    // a crash may have left half a line; an empty one does no harm
    this.#lines.push('');
    this.#timer = setInterval(() => this.flush(), flushEveryMs);
    this.#timer.unref();
  }

  write(event: TraceEvent): void {
    this.#lines.push(
      JSON.stringify({ ...event, atNs: Number(process.hrtime.bigint()), incarnation: this.#incarnation }),
    );
    if (this.#lines.length >= flushAtLines) this.flush();
  }

  flush(): void {
    if (this.#lines.length === 0) return;
    writeSync(this.#descriptor, `${this.#lines.join('\n')}\n`);
    this.#lines = [];
  }

  close(): void {
    clearInterval(this.#timer);
    this.flush();
    closeSync(this.#descriptor);
  }
}
