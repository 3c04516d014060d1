import { crc32 } from 'node:zlib';
import type { ArrivedFrames } from './arrived-frames.ts';
import { headerBytes, type InputBatch, lineEnd } from './input-codec.ts';
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
    let text = `[${nowMs},${wallMs},${checksum},[`;
    for (let at = 0; at < events.length; at += 1) {
      const event = events[at];
      if (event === undefined) continue;
      if (at > 0) text += ',';
      if (event.kind !== 'message') {
        text += JSON.stringify(event);
      } else if (event.from === self) {
        text += '0';
      } else {
        const bundle = arrived?.takeAt(events, at) ?? null;
        if (bundle?.frame) {
          const { bytes, start, end } = bundle.frame;
          this.#write(`${text}[${event.from},`);
          this.#copy(bytes, start, end);
          text = ']';
          at += bundle.messages.length - 1;
        } else {
          text += `[${event.from},[${JSON.stringify(event.message)}]]`;
        }
      }
    }
    this.#write(failure === null ? `${text}]]` : `${text}],${JSON.stringify(failure)}]`);
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

  #copy(bytes: Buffer, start: number, end: number): void {
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
