import type { Operation } from '../history/operation.ts';

/** What a model is told of an operation. */
export type Attempt = Pick<Operation, 'process' | 'f' | 'key' | 'input' | 'output' | 'type' | 'invokeIndex'>;

/**
 * A sequential specification: what a single, unshared object would do. All functions are pure, and `step` answers for
 * every state that `step` may lead to, since a search tries orders that never happened. A state is an object, so that
 * null can mean «not legal»; inputs and outputs are JSON: two operations with equal ones are the same action.
 */
export interface Model<State extends object, Input, Output> {
  readonly name: string;
  readonly initial: State;
  /** Two states with one key are the same state. */
  key(state: State): string;
  /** The operation in the model's own words. @throws ModelError when the model knows no such operation */
  parse(operation: Attempt): Readonly<{ input: Input; output: Output | undefined }>;
  /** Operations of different parts never influence each other, so that each part is checked alone. Default: by key. */
  partition?(input: Input): string;
  /** The state after the operation, or null when it is not legal in `state`. `output` undefined: any answer will do. */
  step(state: State, input: Input, output: Output | undefined): State | null;
  /** True when the operation leaves every state as it was wherever it is legal: such operations cost the search nothing. */
  observes?(input: Input): boolean;
  /** True when an operation that ended in `fail` still tells something, as a cas does that found another value. */
  hearsFailure?(operation: Attempt): boolean;
  /**
   * What can be said of an operation whatever the state is; with it an explanation may begin in the middle of a history.
   * A model either outlines all of its operations, in agreement with `step`, or has no `outline`.
   */
  outline?(input: Input, output: Output | undefined): Outline<State>;
  /** The operation for a person, with its subject left out: `read 3`. */
  describe(input: Input, output: Output | undefined): string;
}

/** `needs`: the only state in which the operation is legal (absent: all). `leaves`: the state after it (absent: as it was). */
export type Outline<State> = Readonly<{ needs?: State; leaves?: State }>;

/** A model of whatever states and operations, as the checkers hold it that do not look inside. */
export type AnyModel = Model<object, unknown, unknown>;

/** An operation that a model does not know, for example an `f` of another workload; or a model that is not whole. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code = 'MODEL_REFUSES_OPERATION';
}

/** The complaint that `model` cannot make sense of `operation`; `expected` says what it would have understood. */
export function refused(model: string, operation: Attempt, expected: string): ModelError {
  const { f, input, output, invokeIndex } = operation;
  return new ModelError(
    `op ${invokeIndex}: the ${model} model expects ${expected}; found ${f} with input ${JSON.stringify(input) ?? 'none'}` +
      ` and output ${JSON.stringify(output) ?? 'none'}`,
  );
}
