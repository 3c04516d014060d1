/** What `--nemesis` or the schedule cannot make sense of: one line for the user, who gets exit status 254. */
export class FaultPlanError extends Error {
  override readonly name = 'FaultPlanError';
  readonly code = 'USAGE';
}
