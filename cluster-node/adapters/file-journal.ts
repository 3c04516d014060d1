import { closeSync, fdatasync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, write } from 'node:fs';
import { dirname } from 'node:path';
import { type DecodedJournal, decodeJournal, JournalDamage } from '../journal-codec.ts';
import type { JournalStorage } from '../ports.ts';

/** A journal in one file: every append is written whole and synced before it is reported. */
export class FileJournal implements JournalStorage {
  /** What the file held when it was opened, its torn tail cut off. */
  readonly found: DecodedJournal;
  readonly #descriptor: number;
  #offset: number;

  /** @throws JournalDamage when the file is not what a node wrote */
  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#descriptor = openSync(path, 'a+');
    try {
      this.found = decodeJournal(readFileSync(path));
    } catch (error) {
      closeSync(this.#descriptor);
      if (error instanceof JournalDamage) throw new JournalDamage(`${path}: ${error.message}`, { cause: error });
      throw error;
    }
    this.#offset = this.found.goodBytes;
    if (this.found.tornBytes > 0) ftruncateSync(this.#descriptor, this.found.goodBytes);
    fsyncSync(this.#descriptor);
    syncDirectory(dirname(path));
  }

  append(bytes: Buffer, done: (error: Error | null) => void): void {
    this.#write(bytes, 0, done);
  }

  #write(bytes: Buffer, from: number, done: (error: Error | null) => void): void {
    write(this.#descriptor, bytes, from, bytes.length - from, this.#offset, (error, written) => {
      if (error !== null) return done(error);
      this.#offset += written;
      if (from + written < bytes.length) return this.#write(bytes, from + written, done);
      fdatasync(this.#descriptor, (syncError) => done(syncError));
    });
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** A new file is durable only once its directory is. */
function syncDirectory(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
