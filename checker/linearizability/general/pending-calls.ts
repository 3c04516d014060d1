import { neverReturned } from '../../history/operation-table.ts';
import type { Calls } from '../decider.ts';

/**
 * Which calls are open at which return. Calls that returned (required) and those whose outcome is unknown (optional) are
 * numbered apart, both in the order of their invocations. Each required call has a slot that no other call has while it
 * is open, so that as many bits as there are clients tell which of the open calls are linearized.
 */
export type PendingCalls = Readonly<{
  /** The calls behind the required and the optional ones. */
  required: Int32Array;
  optional: Int32Array;
  /** Required calls in the order of their returns. */
  returns: Int32Array;
  /** Per return, how many required and how many optional calls were invoked before it. */
  requiredBefore: Int32Array;
  optionalBefore: Int32Array;
  /** Per required call: its slot, its place in `returns`, and who had the slot before it (-1: nobody). */
  slot: Int32Array;
  returnOf: Int32Array;
  previous: Int32Array;
  /** The most required calls that are open at one moment. */
  width: number;
}>;

/** Finds the slots in one sweep. O(n log n), for the order of the returns. */
export function pendingCalls({ size, call, ret }: Calls): PendingCalls {
  const all = Array.from({ length: size }, (_, each) => each);
  const required = Int32Array.from(all.filter((each) => ret[each] !== neverReturned));
  const optional = Int32Array.from(all.filter((each) => ret[each] === neverReturned));
  const count = required.length;
  const callAt = (each: number | undefined): number => call[each ?? 0] ?? 0;
  const retAt = (each: number | undefined): number => ret[each ?? 0] ?? 0;
  const returns = Int32Array.from(required, (_, each) => each).sort(
    (one, other) => retAt(required[one]) - retAt(required[other]),
  );
  const columns = {
    requiredBefore: new Int32Array(count),
    optionalBefore: new Int32Array(count),
    slot: new Int32Array(count),
    returnOf: new Int32Array(count),
    previous: new Int32Array(count),
  };
  const free: number[] = [];
  const occupant: number[] = [];
  let called = 0;
  let optionals = 0;
  for (const [place, returning] of returns.entries()) {
    const moment = retAt(required[returning]);
    while (called < count && callAt(required[called]) < moment) {
      const slot = free.pop() ?? occupant.length;
      columns.slot[called] = slot;
      columns.previous[called] = occupant[slot] ?? -1;
      occupant[slot] = called++;
    }
    while (optionals < optional.length && callAt(optional[optionals]) < moment) optionals++;
    columns.requiredBefore[place] = called;
    columns.optionalBefore[place] = optionals;
    columns.returnOf[returning] = place;
    free.push(columns.slot[returning] ?? 0);
  }
  return { required, optional, returns, ...columns, width: occupant.length };
}
