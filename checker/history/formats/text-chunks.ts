import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { HistoryError } from '../history-error.ts';
import { malformed } from './place.ts';

const chunkBytes = 2 ** 18;

export type TextOptions = Readonly<{
  /** Whether the file may end inside a character, as when its writer was killed: it is read as U+FFFD. Default: false. */
  mayBeCut?: boolean;
}>;

/**
 * The text of a file, piece by piece; what gzip packed is unpacked on the way. A piece may end anywhere but inside a
 * character. Pipes and devices are refused: a history is read more than once, and they may never end.
 * @throws HistoryError HISTORY_UNREADABLE, or HISTORY_MALFORMED with line and column where the file is not UTF-8
 */
export async function* textChunks(file: string, { mayBeCut = false }: TextOptions = {}): AsyncGenerator<string> {
  const decoder = new StrictDecoder(file);
  try {
    for await (const bytes of await bytesOf(file)) yield decoder.decode(bytes);
  } catch (error) {
    if (error instanceof HistoryError) throw error;
    throw new HistoryError(
      'HISTORY_UNREADABLE',
      `${file} cannot be read. Name a file with a history, or the directory of a run.`,
      {
        cause: error,
      },
    );
  }
  yield decoder.end(mayBeCut);
}

async function bytesOf(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (!(await stat(file)).isFile()) {
    throw new HistoryError(
      'HISTORY_UNREADABLE',
      `${file} is no file with a history. Write what it has to one, and name that.`,
    );
  }
  const isPacked = await isGzip(file); // before the stream opens, which nobody would listen to if this failed
  const bytes = createReadStream(file, { highWaterMark: chunkBytes });
  if (!isPacked) return bytes;
  // The callback is for errors, which the reader of the last stream is told as well.
  return pipeline(bytes, createGunzip({ chunkSize: chunkBytes }), () => undefined);
}

async function isGzip(file: string): Promise<boolean> {
  await using handle = await open(file);
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

/** UTF-8 without mercy: bytes that are none are an error with a place. */
class StrictDecoder {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #file: string;
  #line = 1;
  #column = 1;

  constructor(file: string) {
    this.#file = file;
  }

  decode(bytes: Uint8Array): string {
    try {
      const text = this.#decoder.decode(bytes, { stream: true });
      this.#advance(text);
      return text;
    } catch {
      const loose = new TextDecoder('utf-8').decode(bytes);
      const bad = loose.indexOf('\uFFFD');
      this.#advance(loose.slice(0, Math.max(0, bad)));
      throw this.#notUtf8();
    }
  }

  end(mayBeCut: boolean): string {
    try {
      return this.#decoder.decode();
    } catch {
      if (mayBeCut) return '\uFFFD';
      throw this.#notUtf8();
    }
  }

  #notUtf8(): HistoryError {
    return malformed(
      { file: this.#file, line: this.#line, column: this.#column },
      'text in UTF-8',
      'bytes that are none',
    );
  }

  #advance(text: string): void {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#line += 1;
      this.#column = 1;
      from = end + 1;
    }
    this.#column += text.length - from;
  }
}
