/** Numbers of calls per value, in the order of the calls, in two columns: lists would cost a hundred bytes a value. */
export type CallsByValue = Readonly<{
  /** The calls of value v are `calls[start[v]]` to `calls[start[v + 1] - 1]`. */
  start: Int32Array;
  calls: Int32Array;
}>;

/** `valueOf` is asked twice for each call; -1: it belongs to no value. O(calls + values). */
export function callsByValue(size: number, valueCount: number, valueOf: (call: number) => number): CallsByValue {
  const start = new Int32Array(valueCount + 2);
  for (let call = 0; call < size; call++) {
    const value = valueOf(call);
    if (value !== -1) start[value + 2] = (start[value + 2] ?? 0) + 1;
  }
  for (let value = 2; value < start.length; value++) start[value] = (start[value] ?? 0) + (start[value - 1] ?? 0);
  const calls = new Int32Array(start[valueCount + 1] ?? 0);
  for (let call = 0; call < size; call++) {
    const value = valueOf(call);
    if (value === -1) continue;
    // While they are filled in, a value's start stands one place too far right, at the next free place.
    const place = start[value + 1] ?? 0;
    calls[place] = call;
    start[value + 1] = place + 1;
  }
  return { start, calls };
}

/** The calls of one value, without a copy. */
export function callsOfValue({ start, calls }: CallsByValue, value: number): Int32Array {
  return calls.subarray(start[value] ?? 0, start[value + 1] ?? 0);
}
