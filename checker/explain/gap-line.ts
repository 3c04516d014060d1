import { neverReturned } from '../history/operation-table.ts';
import type { Calls } from '../linearizability/decider.ts';

/**
 * The events of some calls in their order, up to the last return of a required one. Calls go by their places in `chosen`,
 * where the required ones come first.
 */
export type GapLine = Readonly<{
  chosen: readonly number[];
  requiredCount: number;
  /** A place: that call is invoked; -1 - place: it returns. */
  events: Int32Array;
  /** Of each event, in the history. */
  positions: Int32Array;
  /** Per call a number that no other call has which is open at the same time; -1: it is not told apart. */
  slotOf: Int32Array;
  /** The calls that are open at event e, a return: `open[openFrom[e]]` to `open[openFrom[e + 1] - 1]`, required ones first. */
  openFrom: Int32Array;
  open: readonly number[];
}>;

/** Bits of a configuration. */
const slotsMax = 30;

/** Null: more calls are open at once, or at all returns together, than can be told apart. */
export function gapLine(
  calls: Calls,
  asked: Readonly<{ required: readonly number[]; helpers: readonly number[]; mayRepeat: boolean; opensMax: number }>,
): GapLine | null {
  const { required, helpers, mayRepeat, opensMax } = asked;
  const chosen = [...required, ...helpers];
  const requiredCount = required.length;
  const end = required.reduce((last, call) => Math.max(last, calls.ret[call] ?? 0), 0);
  const moments = chosen.flatMap((call, place) => {
    const ret = calls.ret[call] ?? neverReturned;
    const begins = { position: calls.call[call] ?? 0, event: place };
    return ret > end ? [begins] : [begins, { position: ret, event: -1 - place }];
  });
  moments.sort((one, other) => one.position - other.position);
  const slotOf = new Int32Array(chosen.length).fill(-1);
  const free = Array.from({ length: slotsMax }, (_, slot) => slotsMax - 1 - slot);
  const openFrom = new Int32Array(moments.length + 1);
  const open: number[] = [];
  const running = new Set<number>();
  for (const [place, { event }] of moments.entries()) {
    openFrom[place] = open.length;
    const call = event < 0 ? -1 - event : event;
    if (event >= 0) {
      running.add(call);
      if (mayRepeat && call >= requiredCount) continue;
      const slot = free.pop();
      if (slot === undefined) return null;
      slotOf[call] = slot;
      continue;
    }
    for (const other of running) if (other < requiredCount) open.push(other);
    for (const other of running) if (other >= requiredCount) open.push(other);
    if (open.length > opensMax) return null;
    running.delete(call);
    const slot = slotOf[call] ?? -1;
    if (slot >= 0) free.push(slot);
  }
  openFrom[moments.length] = open.length;
  return {
    chosen,
    requiredCount,
    events: Int32Array.from(moments, ({ event }) => event),
    positions: Int32Array.from(moments, ({ position }) => position),
    slotOf,
    openFrom,
    open,
  };
}
