/** Who objects while a simulated run goes on. */
export type OracleName =
  | 'agreement'
  | 'picking'
  | 'durability'
  | 'regression'
  | 'divergence'
  | 'early-answer'
  | 'progress-without-quorum';

/** Stops a simulated run at the event that broke a rule. */
export class OracleViolation extends Error {
  override readonly name = 'OracleViolation';
  readonly code = 'ORACLE_VIOLATION';
  /** Who objects. */
  readonly oracle: OracleName;

  constructor(oracle: OracleName, message: string) {
    super(message);
    this.oracle = oracle;
  }
}
