import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ArrivedTexts } from '../arrived-texts.ts';
import { EffectsChecksum } from '../effects-checksum.ts';
import { batchLine, encodeInputFrame, endLine, fullLine, headLine, type LifeName } from '../input-codec.ts';
import type { InputLog, PeerBundle, SteppedBatch } from '../ports.ts';

const flushEveryMs = 50;
const flushAtCharacters = 256 * 1024;
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
  readonly #arrived = new ArrivedTexts();
  readonly #timer: NodeJS.Timeout;
  #lines: string[];
  #heldCharacters = 0;
  #sizeBytes = 0;
  #isClosed = false;

  constructor(directory: string, self: number, life: LifeName) {
    mkdirSync(directory, { recursive: true });
    this.#self = self;
    this.#descriptor = openSync(join(directory, String(life.incarnation)), 'w');
    this.#lines = [headLine(life)];
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
    const line = batchLine(
      this.#self,
      events,
      { nowMs, wallMs, checksum: this.#checksum.value, failure },
      this.#arrived,
    );
    this.#lines.push(line);
    this.#heldCharacters += line.length;
    if (this.#heldCharacters >= flushAtCharacters) this.flush();
  }

  flush(): void {
    if (this.#isClosed || this.#lines.length === 0) return;
    const isFull = this.#sizeBytes > sizeBytesMax;
    const frame = encodeInputFrame(isFull ? [...this.#lines, fullLine] : this.#lines);
    for (let at = 0; at < frame.length; ) at += writeSync(this.#descriptor, frame, at);
    this.#sizeBytes += frame.length;
    this.#lines = [];
    this.#heldCharacters = 0;
    if (isFull) this.#close();
  }

  /** The last batch of this life has been recorded, and the journal holds what it asked for. */
  end(): void {
    this.#lines.push(endLine);
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
