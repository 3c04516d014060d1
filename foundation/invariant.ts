/** A programming error: something that was believed to hold always did not. It is never caught and repaired. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
  readonly code = 'INVARIANT_VIOLATION';
  readonly details: Readonly<Record<string, unknown>>;

  constructor(fact: string, details: Readonly<Record<string, unknown>>) {
    super(`does not hold: ${fact} ${JSON.stringify(details)}`);
    this.details = details;
  }
}

let areInvariantsOn = true;

/**
 * Switches every `invariant` of this process on or off. Only the mutant trials of the simulator switch them off, to
 * show that a broken node is convicted from outside and not by its own assertions.
 */
export function setInvariants(on: boolean): void {
  areInvariantsOn = on;
}

/**
 * Stops with an `InvariantViolation` unless `condition` holds. `fact` says what holds, `details` the values.
 * @throws InvariantViolation
 */
export function invariant(
  condition: boolean,
  fact: string,
  details: Readonly<Record<string, unknown>> = {},
): asserts condition {
  if (!condition && areInvariantsOn) throw new InvariantViolation(fact, details);
}

/** Makes a `switch` over a union complete: a new kind does not compile until it is handled. @throws InvariantViolation */
export function assertNever(value: never): never {
  throw new InvariantViolation('every kind is handled', { value });
}
