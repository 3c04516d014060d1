import { neverReturned } from '../history/operation-table.ts';
import { noState } from '../linearizability/general/state-space.ts';
import type { ExplainedObject } from './explained-object.ts';
import { type GapLine, gapLine } from './gap-line.ts';

/** A call in an order; `at`: the position of the event before which it took effect, with the state after it. */
export type Taken = Readonly<{ call: number; at: number; state: number }>;

/**
 * `order`: one order of the required calls, with what helped them. `none`: there is none, whatever else happened.
 * `unknown`: too much to try.
 */
export type GapAnswer =
  | Readonly<{ kind: 'order'; start: number; taken: readonly Taken[] }>
  | Readonly<{ kind: 'none' | 'unknown' }>;

/** Steps that one question may take, how many calls may be open at a return, summed over all returns, and the time. */
export type GapLimits = Readonly<{ stepsMax: number; opensMax: number; isOver: () => boolean }>;

/**
 * Whether `required` calls have a legal order when every other call may have taken effect within its interval, or not at
 * all. If they have none, the whole history has none, because each legal order of it would be such an order. So `none`
 * proves that the required calls alone are to blame, and that what is left out is no excuse. Depth first from return to
 * return, remembering configurations (Lowe 2017). With `mayRepeat` a helper may take effect several times, which makes
 * fewer configurations; `none` is as good a proof then.
 */
export function orderDespiteGaps(
  object: ExplainedObject,
  required: readonly number[],
  mayRepeat: boolean,
  limits: GapLimits,
): GapAnswer {
  const { helpers, starts } = object.surroundings(required, mayRepeat);
  const line = gapLine(object.calls, { required, helpers, mayRepeat, opensMax: limits.opensMax });
  return line === null ? { kind: 'unknown' } : new GapSearch(object, line, limits).run(starts);
}

/** A configuration on the way: the next event, the state, a bit for each open call that took effect, and how it was reached. */
type Frame = {
  readonly event: number;
  readonly state: number;
  readonly done: number;
  choice: number;
  took: number;
  at: number;
};

/** Number of states that fit into a key beside the event. */
const statesMax = 2 ** 22;
const stepsBetweenLooks = 256;

class GapSearch {
  readonly #object: ExplainedObject;
  readonly #line: GapLine;
  readonly #limits: GapLimits;
  readonly #seen = new Map<number, Set<number>>();
  /** The way to the present configuration. */
  readonly #frames: Frame[] = [];
  #steps = 0;
  #isSpent = false;

  constructor(object: ExplainedObject, line: GapLine, limits: GapLimits) {
    this.#object = object;
    this.#line = line;
    this.#limits = limits;
  }

  run(starts: readonly number[]): GapAnswer {
    for (const start of starts) {
      this.#frames.length = 0;
      if (this.#enter(0, start, 0, -1) || this.#reachesTheEnd()) return this.#order(start);
      if (this.#isSpent || this.#object.isSpent()) return { kind: 'unknown' };
    }
    return { kind: 'none' };
  }

  #reachesTheEnd(): boolean {
    const { events, requiredCount, openFrom, open, slotOf, chosen } = this.#line;
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      if (++this.#steps % stepsBetweenLooks === 0) this.#look();
      if (this.#isSpent) return false;
      const { event, state, done } = frame;
      const choice = frame.choice++;
      if (choice === -1) {
        // A helper may return without having taken effect.
        const returning = -1 - (events[event] ?? 0);
        if (returning >= requiredCount && this.#enter(event + 1, state, done, -1)) return true;
        continue;
      }
      const place = (openFrom[event] ?? 0) + choice;
      if (place >= (openFrom[event + 1] ?? 0)) {
        this.#frames.pop();
        continue;
      }
      const local = open[place] ?? 0;
      const bit = bitOf(slotOf[local] ?? -1);
      if ((done & bit) !== 0) continue;
      const next = this.#object.step(state, chosen[local] ?? 0);
      if (next === noState || next >= statesMax || (local >= requiredCount && next === state)) continue;
      if (this.#enter(event, next, done | bit, local)) return true;
    }
    return false;
  }

  #look(): void {
    const { stepsMax, isOver } = this.#limits;
    this.#isSpent ||= this.#steps >= stepsMax || this.#object.isSpent() || isOver();
  }

  /** Passes what leaves no choice and goes on from there, unless that is known to lead nowhere; true: this is the end. */
  #enter(event: number, state: number, done: number, took: number): boolean {
    const { events, positions, requiredCount, slotOf, chosen } = this.#line;
    let next = event;
    let now = this.#withObservers(next, state, done);
    for (; next < events.length; next++) {
      const local = -1 - (events[next] ?? 0);
      if (local < 0) continue;
      const bit = bitOf(slotOf[local] ?? -1);
      if ((now & bit) !== 0) now &= ~bit;
      else if (local >= requiredCount || !this.#holds(chosen[local] ?? 0, state)) break;
    }
    const at = positions[event] ?? neverReturned;
    if (next < events.length) {
      now = this.#withObservers(next, state, now);
      const key = next * statesMax + state;
      const known = this.#seen.get(key);
      if (known?.has(now)) return false;
      if (known) known.add(now);
      else this.#seen.set(key, new Set([now]));
    }
    this.#frames.push({ event: next, state, done: now, choice: -1, took, at });
    return next === events.length;
  }

  /** What only observes is done as soon as it holds: that costs nothing. */
  #withObservers(event: number, state: number, done: number): number {
    const { openFrom, open, requiredCount, slotOf, chosen } = this.#line;
    let now = done;
    for (let place = openFrom[event] ?? 0; place < (openFrom[event + 1] ?? 0); place++) {
      const local = open[place] ?? 0;
      if (local < requiredCount && this.#holds(chosen[local] ?? 0, state)) now |= bitOf(slotOf[local] ?? -1);
    }
    return now;
  }

  #holds(call: number, state: number): boolean {
    return this.#object.observes(call) && this.#object.step(state, call) !== noState;
  }

  #order(start: number): GapAnswer {
    const taken = this.#frames.flatMap(({ took, at, state }) =>
      took < 0 ? [] : [{ call: this.#line.chosen[took] ?? 0, at, state }],
    );
    return { kind: 'order', start, taken };
  }
}

function bitOf(slot: number): number {
  return slot < 0 ? 0 : 1 << slot;
}
