import { HistoryError } from './history-error.ts';

/** What growing columns may hold together, which no limit of a thread counts. */
export class ColumnMemory {
  readonly #limitBytes: number;
  #heldBytes = 0;

  /** Default: as much as there is. */
  constructor(limitBytes: number = Number.POSITIVE_INFINITY) {
    this.#limitBytes = limitBytes;
  }

  /** To be called before an array is made. @throws HistoryError HISTORY_TOO_LARGE when there is no room for it */
  take(bytes: number): void {
    this.#heldBytes += bytes;
    if (this.#heldBytes <= this.#limitBytes) return;
    const limitMegabytes = Math.floor(this.#limitBytes / 2 ** 20);
    throw new HistoryError(
      'HISTORY_TOO_LARGE',
      `expected a history that fits into ${limitMegabytes} MB, found a longer one`,
    );
  }

  /** To be called when an array is left to the garbage collector. */
  release(bytes: number): void {
    this.#heldBytes -= bytes;
  }
}
