/** A history that is no history of transactions of the asked kind, so that nothing can be inferred from it. */
export class TransactionError extends Error {
  override readonly name = 'TransactionError';
  readonly code: 'NOT_A_TRANSACTION' | 'DUPLICATE_WRITE';
  /** Row of the operation table, from 0. */
  readonly row: number;

  constructor(code: TransactionError['code'], message: string, row: number) {
    super(message);
    this.code = code;
    this.row = row;
  }
}
