import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** So many bytes become one packed piece. */
const pieceBytes = 2 ** 20;
const firstBytes = 2 ** 12;
const packing = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Bytes that grow at the end, for as long as a run lasts: those of long ago are kept packed, at about a tenth of their size, since
 * only a restart looks at them again.
 */
export class DurableBytes {
  #packed: Buffer[] = [];
  /** The end of it, as it is; the first `#looseBytes` of this buffer. */
  #loose = Buffer.allocUnsafe(firstBytes);
  #looseBytes = 0;

  get sizeBytes(): number {
    return this.#packed.length * pieceBytes + this.#looseBytes;
  }

  /** Copies `bytes` to the end. */
  append(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(bytes.length, at + pieceBytes - this.#looseBytes);
      this.#makeRoom(this.#looseBytes + end - at);
      this.#loose.set(end - at === bytes.length ? bytes : bytes.subarray(at, end), this.#looseBytes);
      this.#looseBytes += end - at;
      at = end;
      if (this.#looseBytes === pieceBytes) this.#pack();
    }
  }

  /** All of it, in a buffer of its own. */
  read(): Buffer {
    const pieces = this.#packed.map((piece) => zstdDecompressSync(piece));
    return Buffer.concat([...pieces, this.#loose.subarray(0, this.#looseBytes)]);
  }

  /** Keeps the first `sizeBytes`. */
  truncate(sizeBytes: number): void {
    const excess = this.sizeBytes - sizeBytes;
    if (excess <= this.#looseBytes) this.#looseBytes -= Math.max(0, excess);
    else this.replaceBy(this.read().subarray(0, sizeBytes));
  }

  /** Forgets everything, and holds `bytes` instead. */
  replaceBy(bytes: Buffer): void {
    this.#packed = [];
    this.#looseBytes = 0;
    this.append(bytes);
  }

  #makeRoom(sizeBytes: number): void {
    if (sizeBytes <= this.#loose.length) return;
    const larger = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(sizeBytes, this.#loose.length * 2)));
    this.#loose.copy(larger, 0, 0, this.#looseBytes);
    this.#loose = larger;
  }

  #pack(): void {
    this.#packed.push(zstdCompressSync(this.#loose.subarray(0, pieceBytes), packing));
    this.#looseBytes = 0;
  }
}
