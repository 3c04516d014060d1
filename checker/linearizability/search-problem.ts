import type { Model } from '../models/model.ts';
import { type Call, outlineOf } from './call.ts';
import { noState, type StateId, StateTable } from './state-table.ts';

/**
 * What there is to linearize, in whole numbers only. Operations are numbered in the order of their calls: first the
 * `requiredCount` that must be linearized, then those that may be.
 */
export type SearchProblem = Readonly<{
  operationCount: number;
  requiredCount: number;
  /** All calls and returns in real-time order: `operation` is a call, `operationCount + operation` its return. */
  events: Int32Array;
  initial: StateId;
  /** The state after the operation; `noState` when it is not legal. */
  step(state: StateId, operation: number): StateId;
  outline: ProblemOutline | null;
  /** The id of the call behind each operation. */
  ids: readonly number[];
}>;

/** Per operation the one state that it needs and the one that it leaves; `noState`: any will do, it stays as it is. */
export type ProblemOutline = Readonly<{ stateCount: number; needs: Int32Array; leaves: Int32Array }>;

/** Turns calls and states into numbers, and leaves out the calls that no linearization needs. */
export function searchProblem<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  calls: readonly Call<State, Input, Output>[],
): SearchProblem {
  const ordered = calls.toSorted((one, other) => one.callIndex - other.callIndex);
  const required = ordered.filter((call) => call.returnIndex !== null);
  const optional = ordered.filter((call) => call.returnIndex === null);
  const chosen = [...required, ...neededOf(model, { required, optional })];

  const states = new StateTable(model);
  const initial = states.idOf(model.initial);
  const outline = problemOutline(model, chosen, states);
  return {
    operationCount: chosen.length,
    requiredCount: required.length,
    events: eventsInOrder(chosen),
    initial,
    step: outline ? outlinedStep(outline) : (state, operation) => states.step(state, callAt(chosen, operation)),
    outline,
    ids: chosen.map((call) => call.id),
  };
}

/**
 * Those of the `optional` calls whose effect somebody needs: a required call, or another needed one. The others need
 * not have happened: taking one out of a linearization leaves a linearization, since the state that it left was not
 * needed before the next change. Exact only where the model outlines its operations; elsewhere all are kept.
 */
function neededOf<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  { required, optional }: Readonly<Record<'required' | 'optional', readonly Call<State, Input, Output>[]>>,
): readonly Call<State, Input, Output>[] {
  if (model.outline === undefined) return optional;
  const neededKeys = new Set<string>();
  const need = (call: Call<State, Input, Output>): void => {
    const outline = outlineOf(model, call);
    if (outline?.needs !== undefined) neededKeys.add(model.key(outline.needs));
  };
  required.forEach(need);

  const needed = new Set<Call<State, Input, Output>>();
  for (let sizeBefore = -1; sizeBefore !== needed.size; ) {
    sizeBefore = needed.size;
    for (const call of optional) {
      const leaves = outlineOf(model, call)?.leaves;
      if (leaves === undefined || needed.has(call) || !neededKeys.has(model.key(leaves))) continue;
      needed.add(call);
      need(call);
    }
  }
  return optional.filter((call) => needed.has(call));
}

function problemOutline<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  calls: readonly Call<State, Input, Output>[],
  states: StateTable<State, Input, Output>,
): ProblemOutline | null {
  if (model.outline === undefined) return null;
  const outlines = calls.map((call) => outlineOf(model, call));
  const idOf = (state: State | undefined): StateId => (state === undefined ? noState : states.idOf(state));
  const needs = Int32Array.from(outlines, (outline) => idOf(outline?.needs));
  const leaves = Int32Array.from(outlines, (outline) => idOf(outline?.leaves));
  return { stateCount: states.size, needs, leaves };
}

function outlinedStep({ needs, leaves }: ProblemOutline): SearchProblem['step'] {
  return (state, operation) => {
    const needed = needs[operation] ?? noState;
    if (needed !== noState && needed !== state) return noState;
    const left = leaves[operation] ?? noState;
    return left === noState ? state : left;
  };
}

function eventsInOrder(calls: readonly Readonly<{ callIndex: number; returnIndex: number | null }>[]): Int32Array {
  const events = calls.flatMap(({ callIndex, returnIndex }, operation) => {
    const call = { index: callIndex, event: operation };
    return returnIndex === null ? [call] : [call, { index: returnIndex, event: calls.length + operation }];
  });
  return Int32Array.from(
    events.sort((one, other) => one.index - other.index),
    ({ event }) => event,
  );
}

function callAt<T>(calls: readonly T[], operation: number): T {
  const call = calls[operation];
  if (call === undefined) throw new RangeError(`there is no operation ${operation}`);
  return call;
}
