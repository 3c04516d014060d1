import type { JsonBytes } from './ports.ts';

/**
 * Frames on every socket: four bytes of length (big endian, of what follows), then UTF-8 JSON. A frame over `limitBytes`
 * or one that is not JSON is a `FrameError`: the connection that sent it is of no more use and is closed.
 */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly code = 'BAD_FRAME';
}

export function encodeFrame(message: unknown): Buffer {
  return encodeFrameOf(JSON.stringify(message));
}

/** A frame around what is JSON already. */
export function encodeFrameOf(text: string): Buffer {
  const sizeBytes = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(4 + sizeBytes);
  frame.writeUInt32BE(sizeBytes, 0);
  frame.write(text, 4);
  return frame;
}

/** One frame that came: what it holds, and the JSON that it was. */
export type ReceivedFrame = JsonBytes & Readonly<{ message: unknown }>;

/** Cuts a stream of bytes into messages; holds at most one unfinished frame of `limitBytes`. */
export class FrameReader {
  readonly #limitBytes: number;
  #parts: Buffer[] = [];
  #heldBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** How much of an unfinished frame has come. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** The messages that `chunk` completes, in order. @throws FrameError */
  push(chunk: Buffer): unknown[] {
    return this.pushFrames(chunk).map(({ message }) => message);
  }

  /** The frames that `chunk` completes, in order. @throws FrameError */
  pushFrames(chunk: Buffer): readonly ReceivedFrame[] {
    if (this.#heldBytes === 0 && this.#isWholeFrame(chunk)) return [parsed(chunk, 4, chunk.length)];
    this.#parts.push(chunk);
    this.#heldBytes += chunk.length;
    const frames: ReceivedFrame[] = [];
    while (this.#heldBytes >= 4) {
      const sizeBytes = this.#nextSizeBytes();
      if (sizeBytes > this.#limitBytes) {
        throw new FrameError(`a frame of ${sizeBytes} bytes is over the limit of ${this.#limitBytes}`);
      }
      if (this.#heldBytes < 4 + sizeBytes) break;
      const held = this.#joined();
      frames.push(parsed(held, 4, 4 + sizeBytes));
      this.#parts = [held.subarray(4 + sizeBytes)];
      this.#heldBytes -= 4 + sizeBytes;
    }
    return frames;
  }

  /** What mostly comes is one frame at a time. */
  #isWholeFrame(chunk: Buffer): boolean {
    return chunk.length >= 4 && chunk.length <= 4 + this.#limitBytes && chunk.readUInt32BE(0) === chunk.length - 4;
  }

  #nextSizeBytes(): number {
    const first = this.#parts[0];
    return first !== undefined && first.length >= 4 ? first.readUInt32BE(0) : this.#joined().readUInt32BE(0);
  }

  /** Joins the parts once a frame is known to be whole, so that a slow sender costs no quadratic copying. */
  #joined(): Buffer {
    const [first, ...rest] = this.#parts;
    const held = first !== undefined && rest.length === 0 ? first : Buffer.concat(this.#parts);
    this.#parts = [held];
    return held;
  }
}

function parsed(bytes: Buffer, start: number, end: number): ReceivedFrame {
  try {
    return { message: JSON.parse(bytes.toString('utf8', start, end)), bytes, start, end };
  } catch (error) {
    throw new FrameError('a frame is not JSON', { cause: error });
  }
}
