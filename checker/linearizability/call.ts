import type { Operation } from '../history/operation.ts';
import type { Model, Outline } from '../models/model.ts';

/**
 * One operation as the search sees it: it took effect between two lines of the history. `returnIndex` null: nobody
 * knows whether it took effect. An observation is a supposed operation that finds the object in one state and leaves
 * it so.
 */
export type Call<State, Input, Output> = Readonly<{ id: number; callIndex: number; returnIndex: number | null }> &
  Action<State, Input, Output>;

type Action<State, Input, Output> =
  | Readonly<{ kind: 'operation'; input: Input; output: Output | undefined }>
  | Readonly<{ kind: 'observation'; observes: State }>;

/** The operations that may have taken effect, as calls whose `id` is their place in `operations`. @throws ModelError */
export function callsOf<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  operations: readonly Operation[],
): readonly Call<State, Input, Output>[] {
  return operations.flatMap((operation, id) => {
    if (operation.type === 'fail') return [];
    const returnIndex = operation.type === 'ok' ? operation.completeIndex : null;
    return [{ id, callIndex: operation.invokeIndex, returnIndex, kind: 'operation', ...model.parse(operation) }];
  });
}

/** The calls of the history as it was at line `lastIndex`: what returns later is open, what begins later is missing. */
export function callsUpTo<State extends object, Input, Output>(
  calls: readonly Call<State, Input, Output>[],
  lastIndex: number,
): readonly Call<State, Input, Output>[] {
  return calls
    .filter((call) => call.callIndex <= lastIndex)
    .map((call) => {
      if (call.returnIndex === null || call.returnIndex <= lastIndex) return call;
      return call.kind === 'operation'
        ? { ...call, returnIndex: null, output: undefined }
        : { ...call, returnIndex: null };
    });
}

/** The state after `call`, or null where it is not legal. */
export function stepCall<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  state: State,
  call: Call<State, Input, Output>,
): State | null {
  if (call.kind === 'operation') return model.step(state, call.input, call.output);
  return model.key(call.observes) === model.key(state) ? state : null;
}

/** What is known of `call` whatever the state is; null when the model does not say. */
export function outlineOf<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  call: Call<State, Input, Output>,
): Outline<State> | null {
  if (model.outline === undefined) return null;
  return call.kind === 'operation' ? model.outline(call.input, call.output) : { needs: call.observes };
}
