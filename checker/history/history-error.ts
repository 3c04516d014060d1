/**
 * A history that cannot be judged, because it is not one: unreadable, malformed, or against the rules of pairing; or because
 * it is too large for the memory that it may take.
 * `code` is stable; `line` counts from 1 and is null where the file as a whole is meant.
 */
export class HistoryError extends Error {
  override readonly name = 'HistoryError';
  readonly code: 'HISTORY_UNREADABLE' | 'HISTORY_MALFORMED' | 'HISTORY_UNPAIRED' | 'HISTORY_TOO_LARGE';
  readonly line: number | null;

  constructor(code: HistoryError['code'], message: string, options: ErrorOptions & { line?: number } = {}) {
    super(message, options);
    this.code = code;
    this.line = options.line ?? null;
  }
}
