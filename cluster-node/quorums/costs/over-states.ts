import type { LeaveOuts } from '../safety/leave-out.ts';

/** One thing that may happen to a node: of which sides it is left out, and what becomes of the value that led there. */
export type NodeChoice<Value> = Readonly<{ leftOut: readonly boolean[]; after: (value: Value) => Value }>;

/** More states than these would take seconds and much memory. Long lists of quorums and long weights lead to so many. */
const statesMax = 50_000;

/**
 * Goes through the nodes one by one with everything that may happen to each, and merges the values of what comes to the
 * same states; what leaves a side without quorum is dropped. Returns the values of what is left in the end; null when there are
 * too many states.
 */
export function overStates<Value>(
  { order, sides }: LeaveOuts,
  start: Value,
  choicesOf: (node: number) => readonly NodeChoice<Value>[],
  merge: (one: Value, other: Value) => Value,
): readonly Value[] | null {
  type Reached = Readonly<{ states: readonly number[]; value: Value }>;
  let reached: readonly Reached[] = [{ states: sides.map((side) => side.start), value: start }];
  for (const node of order) {
    const choices = choicesOf(node);
    const later = new Map<string, Reached>();
    for (const { states, value } of reached) {
      for (const { leftOut, after } of choices) {
        const next = sides.map((side, index) => side.next(states[index] ?? 0, node, leftOut[index] === true));
        const alive = next.filter((state) => state !== null);
        if (alive.length < next.length) continue;
        const key = alive.join(' ');
        const before = later.get(key);
        const changed = after(value);
        later.set(key, { states: alive, value: before === undefined ? changed : merge(before.value, changed) });
      }
    }
    if (later.size > statesMax) return null;
    reached = [...later.values()];
  }
  return reached.map(({ value }) => value);
}
