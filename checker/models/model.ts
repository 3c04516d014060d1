import type { Operation } from '../history/operation.ts';

/**
 * A sequential specification: what a single, unshared object would do. All functions are pure. Two states with one
 * `key` are the same state. A state is an object, so that null can mean «not legal».
 */
export interface Model<State extends object, Input, Output> {
  readonly name: string;
  readonly initial: State;
  key(state: State): string;
  /** The operation in the model's own words. @throws ModelError when the model knows no such operation */
  parse(operation: Operation): Readonly<{ input: Input; output: Output | undefined }>;
  /** Operations of different parts never influence each other, so that each part is checked alone. Default: one part. */
  partition?(input: Input): string;
  /** The state after the operation, or null when it is not legal in `state`. `output` undefined: any answer will do. */
  step(state: State, input: Input, output: Output | undefined): State | null;
  /**
   * What can be said of an operation whatever the state is; it lets the search skip most orders. A model either
   * outlines all of its operations, in agreement with `step`, or has no `outline`.
   */
  outline?(input: Input, output: Output | undefined): Outline<State>;
  /** The operation for a person, with its subject left out: `read 3`. */
  describe(input: Input, output: Output | undefined): string;
}

/** `needs`: the only state in which the operation is legal (absent: all). `leaves`: the state after it (absent: as it was). */
export type Outline<State> = Readonly<{ needs?: State; leaves?: State }>;

/** An operation that a model does not know, for example an `f` of another workload. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code = 'MODEL_REFUSES_OPERATION';
}
