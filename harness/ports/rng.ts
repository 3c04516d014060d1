/** A stream of random numbers. Streams forked by name are independent: more draws from one do not move another. */
export interface Rng {
  fork(name: string): Rng;
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** From 0 (included) to 1 (excluded). */
  fraction(): number;
  /** One member of `items`. @throws InvariantViolation when there is none */
  pick<T>(items: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
}
