import { neverReturned, type OperationTable } from '../history/operation-table.ts';
import { Budget } from '../linearizability/budget.ts';
import type { Calls } from '../linearizability/decider.ts';
import { modelCalls } from '../linearizability/general/model-calls.ts';
import { StateSpace } from '../linearizability/general/state-space.ts';
import type { AnyModel } from '../models/model.ts';
import { mutexModel } from '../models/mutex.ts';
import { registerObject } from './register-object.ts';

/** Which calls may be of use to some that are required, and what the object may be like before these begin. */
export type Surroundings = Readonly<{
  /** Optional calls, of which one may take effect only within its interval; crashed ones never end. */
  helpers: readonly number[];
  /** States in which the object may be when the first required call is invoked. */
  starts: readonly number[];
}>;

/** One part of a history and its object, as explanations ask about them. Calls and states go by numbers. */
export interface ExplainedObject {
  readonly calls: Calls;
  /** The call leaves every state as it was in which it is legal. */
  observes(call: number): boolean;
  /** The state after the call; `noState` when it is not legal. */
  step(state: number, call: number): number;
  /** Whether there are few enough states to let helpers take effect again and again, which saves telling them apart. */
  readonly hasFewStates: boolean;
  /** No state more can be remembered: nothing may be concluded any more. */
  isSpent(): boolean;
  /**
   * What is left of the other calls when `required` are the ones that must take effect. Whoever leaves a call out has to
   * know that no legal order needs it. `mayRepeat`: a helper may take effect any number of times, so that of equal crashed
   * ones the first will do.
   */
  surroundings(required: readonly number[], mayRepeat: boolean): Surroundings;
}

/** Of the rows of one part: with registers by what they are, with any other model by asking it. @throws ModelError */
export function explainedObject(table: OperationTable, rows: Int32Array, model: AnyModel): ExplainedObject {
  return registerObject(table, rows, model) ?? modelObject(table, rows, model);
}

/** Room for the states of a search for an explanation. */
const memoryLimitBytes = 2 ** 27;

function modelObject(table: OperationTable, rows: Int32Array, model: AnyModel): ExplainedObject {
  const { calls, actions } = modelCalls(table, rows, model);
  const budget = new Budget({ now: () => 0, timeLimitMs: 1, memoryLimitBytes });
  const hasFewStates = model === mutexModel;
  const states = new StateSpace(model, actions, budget);
  const observes = (call: number): boolean => actions[calls.a[call] ?? -1]?.observes === true;
  return {
    calls,
    observes,
    step: (state, call) => states.step(state, calls.a[call] ?? 0),
    hasFewStates,
    isSpent: () => states.limit !== null,
    surroundings(required, mayRepeat) {
      const isRequired = new Set(required);
      const end = required.reduce((latest, call) => Math.max(latest, calls.ret[call] ?? 0), 0);
      const helpers: number[] = [];
      const crashedActions = new Set<number>();
      for (let call = 0; call < calls.size; call++) {
        if ((calls.call[call] ?? 0) >= end || isRequired.has(call) || observes(call)) continue;
        const action = calls.a[call] ?? 0;
        const isCrashed = calls.ret[call] === neverReturned;
        if (mayRepeat && isCrashed && crashedActions.has(action)) continue;
        if (isCrashed) crashedActions.add(action);
        helpers.push(call);
      }
      return { helpers, starts: [states.initial()] };
    },
  };
}
