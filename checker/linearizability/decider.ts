import type { Budget, Limit } from './budget.ts';

/** No value: the column's entry is empty, or a write left nothing that anybody knows. */
export const noValue = -1;

/**
 * The operations of one part of a history, all of one family of models (registers, sets, queues …), in columns and in
 * the order of their invocations. Operations that certainly had no effect and told nothing are left out. Values are
 * numbered from 0 for this part alone, equal ones have one number; the words of `kind` are the family's.
 */
export type Calls = Readonly<{
  size: number;
  kind: Uint8Array;
  /** What the operation is about: a value from 0 to `valueCount` - 1, or `noValue`. */
  a: Int32Array;
  /** The second value, where the kind has one (the new value of a cas). */
  b: Int32Array;
  /** Positions of the invocation and of the completion in the whole history; `neverReturned`: outcome unknown. */
  call: Int32Array;
  ret: Int32Array;
  /** The row in the table behind each call. */
  row: Int32Array;
  valueCount: number;
  /** What the object holds at first, where it holds one value; else `noValue`. */
  initial: number;
}>;

/**
 * What a decider found. Calls are named by their number in `Calls`.
 * - `linearizable`: with one legal order, where the decider has one at hand.
 * - `not-linearizable`: with the call that fits nowhere (up to its return the history is illegal already), then those that
 *   stand in its way, where the decider has them at hand; and why.
 * - `exhausted`: a limit came first; at best `linearizedMax` of the calls that must be linearized were.
 * - `declined`: the history does not meet the decider's condition; `why` is a phrase for a person.
 */
export type Decision =
  | Readonly<{ kind: 'linearizable'; order?: readonly number[] }>
  | Readonly<{ kind: 'not-linearizable'; conflict?: readonly number[]; why?: string }>
  | Readonly<{ kind: 'exhausted'; limit: Limit; linearizedMax: number }>
  | Readonly<{ kind: 'declined'; why: string }>;

/** One way of deciding whether the calls of one part have a legal order. Exact wherever it does not decline. */
export interface Decider {
  /** As it is shown to people: `zones`. */
  readonly name: string;
  /** In the number of calls n: `O(n log n)`. */
  readonly complexity: string;
  /** The paper and its section, or where the argument is written down. */
  readonly source: string;
  decide(calls: Calls, budget: Budget): Decision;
}
