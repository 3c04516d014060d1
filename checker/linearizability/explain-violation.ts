import type { Operation } from '../history/operation.ts';
import type { Model } from '../models/model.ts';
import { type Call, callsUpTo, outlineOf, stepCall } from './call.ts';
import { type SearchLimits, search } from './search.ts';
import { type SearchProblem, searchProblem } from './search-problem.ts';

/** Why one part of a history has no legal order; JSON. */
export type Violation = Readonly<{
  key: string | number | null;
  /** The operation that fits nowhere: up to the line before its completion the history is linearizable. */
  op: Operation;
  /** The home nodes of `op` and of `operations`. */
  nodes: readonly string[];
  /** What ran at the same time as `op`, what wrote the state that it needs, and the last steps before it. */
  operations: readonly Operation[];
  /** The number of operations in the longest linearizable prefix, and the last of them in a legal order. */
  prefix: Readonly<{ linearized: number; last: readonly Operation[] }>;
  /** The states that the object could be in at `op`; none is the one that `op` needs. */
  couldHold: readonly unknown[];
}>;

export type Explanation = Readonly<{ violation: Violation; evidence: readonly string[] }>;

type Context<State extends object, Input, Output> = Readonly<{
  operations: readonly Operation[];
  model: Model<State, Input, Output>;
  limits: SearchLimits;
}>;

const lastShown = 4;
const statesTriedMax = 64;
/** An explanation is worth seconds, not minutes: a search that costs more leaves it less sharp. */
const stepsPerQuestion = 200_000;

/** Says why `part`, which is known not to be linearizable, is not. */
export function explainViolation<State extends object, Input, Output>(
  part: readonly Call<State, Input, Output>[],
  context: Context<State, Input, Output>,
): Explanation {
  const { operations, model } = context;
  const { misfit, prefix } = firstMisfit(part, context);
  const operationOf = (call: Call<State, Input, Output>): Operation => operationAt(operations, call.id);
  const order = orderOf(prefix, context);
  const last = order.slice(-lastShown);
  const couldHold = statesAt(misfit, part, context);
  const op = operationOf(misfit);
  const near = part.filter(
    (call) => call !== misfit && (overlaps(call, misfit) || leavesWhatIsNeeded(model, call, misfit)),
  );
  const shown = new Set([...near.map(operationOf), ...last.map(operationOf)]);
  shown.delete(op);
  const neighbours = [...shown].toSorted((one, other) => one.invokeIndex - other.invokeIndex);
  const nodes = [...new Set([op, ...neighbours].flatMap(({ node }) => node ?? []))].toSorted();

  const describe = (operation: Operation): string => describeOperation(model, operation);
  const evidence = [
    `Key ${JSON.stringify(op.key)} is not linearizable: ${describe(op)} fits nowhere.`,
    order.length === 0
      ? 'It is the first operation that completed.'
      : `Before its completion ${order.length} operations have a legal order, which ends with: ${last.map(operationOf).map(describe).join('; ')}.`,
    ...(couldHold.length === 0
      ? []
      : [`At that moment the object could hold ${couldHold.map((state) => model.key(state)).join(' or ')}.`]),
    ...neighbours
      .filter((operation) => !last.map(operationOf).includes(operation))
      .map((operation) => `${isConcurrent(operation, op) ? 'At the same time' : 'Earlier'}: ${describe(operation)}.`),
  ];
  const prefixShown = { linearized: order.length, last: last.map(operationOf) };
  return { violation: { key: op.key, op, nodes, operations: neighbours, prefix: prefixShown, couldHold }, evidence };
}

/** The operation with the first completion that no legal order survives, and the calls as they were just before it. */
function firstMisfit<State extends object, Input, Output>(
  part: readonly Call<State, Input, Output>[],
  { model, limits }: Context<State, Input, Output>,
): Readonly<{ misfit: Call<State, Input, Output>; prefix: readonly Call<State, Input, Output>[] }> {
  const returned = part.flatMap((call) => (call.returnIndex === null ? [] : [{ call, index: call.returnIndex }]));
  returned.sort((one, other) => one.index - other.index);
  let legal = -1; // the history is linearizable up to this return, and is not up to that one
  let illegal = returned.length - 1;
  while (illegal - legal > 1) {
    const middle = (legal + illegal) >>> 1;
    const prefix = callsUpTo(part, returned[middle]?.index ?? 0);
    const result = search(searchProblem(model, prefix), { ...limits, stepsMax: stepsPerQuestion });
    if (result.kind === 'not-linearizable') illegal = middle;
    else legal = middle;
  }
  const misfit = returned[illegal];
  if (misfit === undefined) throw new RangeError('a part without a completed operation is linearizable');
  return { misfit: misfit.call, prefix: callsUpTo(part, misfit.index - 1) };
}

/** The calls of a linearizable prefix in one legal order; empty when that takes too long. */
function orderOf<State extends object, Input, Output>(
  prefix: readonly Call<State, Input, Output>[],
  { model, limits }: Context<State, Input, Output>,
): readonly Call<State, Input, Output>[] {
  const problem: SearchProblem = searchProblem(model, prefix);
  const result = search(problem, { ...limits, stepsMax: stepsPerQuestion });
  if (result.kind !== 'linearizable') return [];
  const calls = new Map(prefix.map((call) => [call.id, call]));
  return result.order.flatMap((operation) => calls.get(problem.ids[operation] ?? -1) ?? []);
}

/** The states that an observer in the place of `misfit` could have found, most recently written first. */
function statesAt<State extends object, Input, Output>(
  misfit: Call<State, Input, Output>,
  part: readonly Call<State, Input, Output>[],
  { model, limits }: Context<State, Input, Output>,
): readonly State[] {
  const { id, callIndex, returnIndex } = misfit;
  const others = callsUpTo(part, returnIndex ?? callIndex).filter((call) => call.id !== id);
  const states = new Map(reachableStates(model, others).map((state) => [model.key(state), state]));
  return [...states.values()].slice(0, statesTriedMax).filter((observes) => {
    const observation: Call<State, Input, Output> = { kind: 'observation', observes, id, callIndex, returnIndex };
    const problem = searchProblem(model, [...others, observation]);
    return search(problem, { ...limits, stepsMax: stepsPerQuestion }).kind === 'linearizable';
  });
}

/** States that may occur: what the calls leave, or, without outlines, what they leave when taken in their order. */
function reachableStates<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  calls: readonly Call<State, Input, Output>[],
): readonly State[] {
  const states: State[] = [model.initial];
  for (const call of calls) {
    const left = model.outline ? outlineOf(model, call)?.leaves : stepCall(model, states.at(-1) ?? model.initial, call);
    if (left !== undefined && left !== null) states.push(left);
  }
  return states.toReversed();
}

function leavesWhatIsNeeded<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  call: Call<State, Input, Output>,
  misfit: Call<State, Input, Output>,
): boolean {
  const needed = outlineOf(model, misfit)?.needs;
  const left = outlineOf(model, call)?.leaves;
  return needed !== undefined && left !== undefined && model.key(needed) === model.key(left);
}

function overlaps<State extends object, Input, Output>(
  call: Call<State, Input, Output>,
  misfit: Call<State, Input, Output>,
): boolean {
  return call.callIndex < (misfit.returnIndex ?? Infinity) && (call.returnIndex ?? -1) > misfit.callIndex;
}

function isConcurrent(one: Operation, other: Operation): boolean {
  return one.invokeIndex < (other.completeIndex ?? Infinity) && other.invokeIndex < (one.completeIndex ?? Infinity);
}

/** For a person: `read 3 by process 4 on n2 (index 17 to 21)`. */
function describeOperation<State extends object, Input, Output>(
  model: Model<State, Input, Output>,
  operation: Operation,
): string {
  const { input, output } = model.parse(operation);
  const { process, node, invokeIndex, completeIndex, type } = operation;
  const end = type === 'info' ? ', outcome unknown' : ` to ${completeIndex}`;
  return `${model.describe(input, output)} by process ${process}${node === null ? '' : ` on ${node}`} (index ${invokeIndex}${end})`;
}

function operationAt(operations: readonly Operation[], id: number): Operation {
  const operation = operations[id];
  if (operation === undefined) throw new RangeError(`there is no operation ${id}`);
  return operation;
}
