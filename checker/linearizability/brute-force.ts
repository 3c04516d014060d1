import type { Operation } from '../history/operation.ts';
import type { Model } from '../models/model.ts';

/** The slow and obvious check that the search is held against: tries every order of every operation. */
export function isLinearizableByBruteForce<State extends object, Input, Output>(
  operations: readonly Operation[],
  model: Model<State, Input, Output>,
): boolean {
  const possible = operations.filter((operation) => operation.type !== 'fail' || model.hearsFailure?.(operation));
  const parsed = new Map(possible.map((operation) => [operation, model.parse(operation)]));
  const parts = Map.groupBy(possible, (operation) => {
    const call = parsed.get(operation);
    return call !== undefined && model.partition ? model.partition(call.input) : JSON.stringify(operation.key);
  });

  const canEnd = (state: State, remaining: readonly Operation[]): boolean => {
    if (remaining.every((operation) => operation.type === 'info')) return true;
    const firstReturn = Math.min(...remaining.map(returnOf));
    return remaining.some((operation) => {
      const call = parsed.get(operation);
      if (call === undefined || operation.invokeIndex > firstReturn) return false;
      const next = model.step(state, call.input, call.output);
      return (
        next !== null &&
        canEnd(
          next,
          remaining.filter((other) => other !== operation),
        )
      );
    });
  };
  return [...parts.values()].every((part) => canEnd(model.initial, part));
}

function returnOf(operation: Operation): number {
  return operation.type === 'info' ? Infinity : (operation.completeIndex ?? Infinity);
}
