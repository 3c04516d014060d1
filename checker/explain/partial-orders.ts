import { neverReturned, type OperationTable } from '../history/operation-table.ts';
import { attemptOf } from '../linearizability/attempt-of.ts';
import type { AnyModel } from '../models/model.ts';

/** One operation of an order, by its place in the rows, with the states before and after it as the model's keys. */
export type OrderStep = Readonly<{ operation: number; before: string; after: string }>;

/** Where an operation was tried in an order and was not legal: after so many steps, in that state. */
export type Trial = Readonly<{ afterSteps: number; state: string }>;

/** A legal order of some of the operations that no further one can join. */
export type PartialOrder = Readonly<{
  steps: readonly OrderStep[];
  /** The operation that would have to come next, because it returns first of those that are left. */
  misfit: number;
  /** Every place of the order at which real time allows the misfit. */
  trials: readonly Trial[];
}>;

type Act = Readonly<{ call: number; ret: number; input: unknown; output: unknown }>;

/** Configurations looked at, and orders given back. */
const configurationsMax = 20_000;
const ordersMax = 10;
/** Bits of a set of operations that are exact in one number. */
const operationsMax = 52;

/**
 * The longest orders of the operations in `rows` that no further one can join, the longest first and at most ten: the
 * partial linearizations of Porcupine. Depth first over sets of operations and states, each once. No orders for more than 52
 * operations, and not all of them where there are too many to look at. `isClosed` false: the first operation needs a state
 * that none of the others makes; then that is where the orders begin.
 */
export function partialOrders(
  table: OperationTable,
  rows: readonly number[],
  model: AnyModel,
  isClosed: boolean,
): readonly PartialOrder[] {
  if (rows.length > operationsMax) return [];
  const acts = rows.map((row): Act => {
    const { input, output } = model.parse(attemptOf(table, row));
    return { call: table.call[row] ?? 0, ret: table.ret[row] ?? neverReturned, input, output };
  });
  return new OrderSearch(acts, model, isClosed ? model.initial : stateBefore(acts, model)).run();
}

class OrderSearch {
  readonly #acts: readonly Act[];
  readonly #model: AnyModel;
  readonly #initial: object;
  readonly #seen = new Set<string>();
  readonly #found: PartialOrder[] = [];
  readonly #isDone: boolean[];
  readonly #steps: OrderStep[] = [];

  constructor(acts: readonly Act[], model: AnyModel, initial: object) {
    this.#acts = acts;
    this.#model = model;
    this.#initial = initial;
    this.#isDone = acts.map(() => false);
  }

  run(): readonly PartialOrder[] {
    this.#extend(this.#initial);
    const returned = ({ steps }: PartialOrder): number =>
      steps.filter(({ operation }) => this.#act(operation).ret !== neverReturned).length;
    return this.#found.toSorted((one, other) => returned(other) - returned(one)).slice(0, ordersMax);
  }

  /** As deep as there are operations. */
  #extend(state: object): void {
    const key = this.#model.key(state);
    const configuration = `${this.#isDone.map(Number).join('')} ${key}`;
    if (this.#seen.has(configuration) || this.#seen.size > configurationsMax) return;
    this.#seen.add(configuration);
    const end = this.#firstReturn();
    let isExtended = false;
    for (const [operation, { call, input, output }] of this.#acts.entries()) {
      if (this.#isDone[operation] === true || call > end) continue;
      const next = this.#model.step(state, input, output);
      if (next === null) continue;
      isExtended = true;
      this.#isDone[operation] = true;
      this.#steps.push({ operation, before: key, after: this.#model.key(next) });
      this.#extend(next);
      this.#steps.pop();
      this.#isDone[operation] = false;
    }
    if (!isExtended) this.#keep(end);
  }

  #keep(end: number): void {
    const misfit = this.#acts.findIndex(({ ret }, operation) => ret === end && this.#isDone[operation] !== true);
    if (misfit === -1 || end === neverReturned) return;
    this.#found.push({ steps: [...this.#steps], misfit, trials: this.#trialsOf(misfit) });
  }

  /** Between the last step that returned before the misfit was invoked, and the end. */
  #trialsOf(misfit: number): readonly Trial[] {
    const { call } = this.#act(misfit);
    const earliest = this.#steps.findLastIndex(({ operation }) => this.#act(operation).ret < call) + 1;
    const states = [this.#model.key(this.#initial), ...this.#steps.map(({ after }) => after)];
    return states.slice(earliest).map((state, place) => ({ afterSteps: earliest + place, state }));
  }

  /** The first return of what is left. */
  #firstReturn(): number {
    return this.#acts.reduce(
      (first, { ret }, operation) => (this.#isDone[operation] === true ? first : Math.min(first, ret)),
      neverReturned,
    );
  }

  #act(operation: number): Act {
    return this.#acts[operation] ?? { call: 0, ret: neverReturned, input: null, output: undefined };
  }
}

/** The state that the first of the operations needs, as far as the model tells. */
function stateBefore(acts: readonly Act[], model: AnyModel): object {
  const [first] = acts;
  return (first && model.outline?.(first.input, first.output).needs) ?? model.initial;
}
