/** Stops a simulated run at the event that broke a rule. */
export class OracleViolation extends Error {
  override readonly name = 'OracleViolation';
  readonly code = 'ORACLE_VIOLATION';
  /** `agreement`, `picking`, … */
  readonly oracle: string;

  constructor(oracle: string, message: string) {
    super(message);
    this.oracle = oracle;
  }
}
