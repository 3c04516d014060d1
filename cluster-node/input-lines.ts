import { crc32 } from 'node:zlib';
import type { ArrivedFrames } from './arrived-frames.ts';
import { digitsMax, writeDecimal } from './decimal-digits.ts';
import { headerBytes, type InputBatch, lineEnd } from './input-codec.ts';
import type { JsonBytes } from './ports.ts';
import type { ReplicaEvent } from './protocol/effects.ts';

const bytesAtFirst = 64 * 1024;
/** One UTF-16 unit takes up at most so many bytes of UTF-8. */
const bytesPerUnitMax = 3;

/**
 * Gathers lines for one frame (input-codec.ts) in a buffer that is used again for the next one, because a node makes hundreds of lines a
 * second while it has better to do: nothing is joined, measured or copied twice.
 */
export class InputLines {
  #bytes = Buffer.allocUnsafe(bytesAtFirst);
  #end = headerBytes;

  /** How much has been gathered. */
  get sizeBytes(): number {
    return this.#end - headerBytes;
  }

  /** A line that holds no batch. */
  add(line: string): void {
    this.#endLine();
    this.#write(line);
  }

  /** The line of one batch that the node `self` has stepped. `arrived`: how the messages of peers were written, as far as it is known. */
  addBatch(
    self: number,
    events: readonly ReplicaEvent[],
    { nowMs, wallMs, checksum, failure }: Omit<InputBatch, 'events'>,
    arrived: ArrivedFrames | null,
  ): void {
    this.#endLine();
    this.#writeAscii('[');
    for (const number of [nowMs, wallMs, checksum]) {
      this.#reserve(digitsMax);
      this.#end = writeDecimal(this.#bytes, this.#end, number);
      this.#writeAscii(',');
    }
    this.#writeAscii('[');
    for (let at = 0; at < events.length; at += 1) {
      const event = events[at];
      if (event === undefined) continue;
      if (at > 0) this.#writeAscii(',');
      if (event.kind !== 'message') {
        this.#write(JSON.stringify(event));
      } else if (event.from === self) {
        this.#writeAscii('0');
      } else {
        this.#writeAscii(`[${event.from},`);
        const bundle = arrived?.takeAt(events, at) ?? null;
        if (bundle?.frame) {
          this.#copy(bundle.frame);
          at += bundle.messages.length - 1;
        } else {
          this.#write(`[${JSON.stringify(event.message)}]`);
        }
        this.#writeAscii(']');
      }
    }
    this.#writeAscii(']');
    if (failure !== null) this.#write(`,${JSON.stringify(failure)}`);
    this.#writeAscii(']');
  }

  /** The frame of all lines since the last one, good until another line is added. */
  takeFrame(): Buffer {
    const frame = this.#bytes.subarray(0, this.#end);
    frame.writeUInt32BE(this.sizeBytes, 0);
    frame.writeUInt32BE(crc32(frame.subarray(headerBytes)), 4);
    this.#end = headerBytes;
    return frame;
  }

  #endLine(): void {
    if (this.#end === headerBytes) return;
    this.#reserve(1);
    this.#bytes[this.#end] = lineEnd;
    this.#end += 1;
  }

  #write(text: string): void {
    this.#reserve(bytesPerUnitMax * text.length);
    this.#end += this.#bytes.write(text, this.#end);
  }

  /** Brackets and numbers, of which there are a few around whatever is copied: not worth a call of the buffer. */
  #writeAscii(text: string): void {
    this.#reserve(text.length);
    for (let at = 0; at < text.length; at += 1) this.#bytes[this.#end + at] = text.charCodeAt(at);
    this.#end += text.length;
  }

  #copy({ bytes, start, end }: JsonBytes): void {
    this.#reserve(end - start);
    bytes.copy(this.#bytes, this.#end, start, end);
    this.#end += end - start;
  }

  #reserve(sizeBytes: number): void {
    if (this.#end + sizeBytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#end + sizeBytes));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
