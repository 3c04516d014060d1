/**
 * An operating error of the harness: something outside went wrong, or the harness was asked for what makes no sense.
 * `code` is stable and for callers; `message` says what, where, and what to do; the cause is chained, not repeated.
 */
export class HarnessError extends Error {
  override readonly name = 'HarnessError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Wrong usage or a scenario that makes no sense: one clear line, exit status 254. */
export class UsageError extends HarnessError {
  constructor(message: string, options?: ErrorOptions) {
    super('USAGE', message, options);
  }
}
