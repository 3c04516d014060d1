import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ArrivedFrames } from '../arrived-frames.ts';
import { EffectsChecksum } from '../effects-checksum.ts';
import { endLine, fullLine, headLine, type LifeName } from '../input-codec.ts';
import { InputLines } from '../input-lines.ts';
import type { InputLog, PeerBundle, SteppedBatch } from '../ports.ts';

const flushEveryMs = 50;
const flushAtBytes = 256 * 1024;
/** A life is written down so far; what follows cannot be replayed. */
const sizeBytesMax = 512 * 1024 * 1024;

/**
 * Writes down what one life of a node is given, in `<directory>/<incarnation>`, a few milliseconds late; a crash loses the tail. A file of the
 * same name is of a life that ended before its first step was durable, and is replaced.
 */
export class InputFile implements InputLog {
  readonly #self: number;
  readonly #descriptor: number;
  readonly #checksum = new EffectsChecksum();
  readonly #lines = new InputLines();
  readonly #arrived = new ArrivedFrames();
  readonly #timer: NodeJS.Timeout;
  #sizeBytes = 0;
  #isClosed = false;

  constructor(directory: string, self: number, life: LifeName) {
    mkdirSync(directory, { recursive: true });
    this.#self = self;
    this.#descriptor = openSync(join(directory, String(life.incarnation)), 'w');
    this.#lines.add(headLine(life));
    this.#timer = setInterval(() => this.flush(), flushEveryMs);
    this.#timer.unref();
  }

  /** These messages are about to be delivered, at least the first. */
  arrived(bundle: PeerBundle): void {
    if (!this.#isClosed) this.#arrived.arrived(bundle);
  }

  record({ events, effects, nowMs, wallMs, failure }: SteppedBatch): void {
    if (this.#isClosed) return;
    this.#checksum.add(effects);
    this.#lines.addBatch(this.#self, events, { nowMs, wallMs, checksum: this.#checksum.value, failure }, this.#arrived);
    if (this.#lines.sizeBytes >= flushAtBytes) this.flush();
  }

  flush(): void {
    if (this.#isClosed || this.#lines.sizeBytes === 0) return;
    const isFull = this.#sizeBytes > sizeBytesMax;
    if (isFull) this.#lines.add(fullLine);
    const frame = this.#lines.takeFrame();
    for (let at = 0; at < frame.length; ) at += writeSync(this.#descriptor, frame, at);
    this.#sizeBytes += frame.length;
    if (isFull) this.#close();
  }

  /** The last batch of this life has been recorded, and the journal holds what it asked for. */
  end(): void {
    this.#lines.add(endLine);
    this.flush();
    this.#close();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#timer);
    closeSync(this.#descriptor);
  }
}
