import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** Opens a log for appending, to be handed to a child process; we write nothing to it ourselves. */
export async function openLog(path: string): Promise<WriteStream> {
  const log = createWriteStream(path, { flags: 'a' });
  await once(log, 'open');
  return log;
}

/** How long the log is. */
export async function logSizeBytes(path: string): Promise<number> {
  await using file = await open(path, 'r');
  return (await file.stat()).size;
}

/** What was written to a log from `startBytes` on. */
export async function readLogFrom(path: string, startBytes: number): Promise<string> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read({
    buffer: Buffer.alloc(Math.max(0, size - startBytes)),
    position: startBytes,
  });
  return buffer.subarray(0, bytesRead).toString();
}

/** The last lines of a log, at most `linesMax` and about `sizeBytesMax`. */
export async function logTail(path: string, linesMax: number, sizeBytesMax = 8_192): Promise<string> {
  const text = await readLogFrom(path, Math.max(0, (await logSizeBytes(path)) - sizeBytesMax));
  return text.trimEnd().split('\n').slice(-linesMax).join('\n');
}
