import { neverReturned } from '../history/operation-table.ts';
import { ddmin } from './ddmin.ts';
import type { ExplainedObject } from './explained-object.ts';
import { type GapAnswer, orderDespiteGaps } from './order-despite-gaps.ts';

/** Calls, ascending. `isMinimal`: there was time to try to leave out each of them. */
export type Core = Readonly<{ calls: readonly number[]; isMinimal: boolean }>;

type Order = Extract<GapAnswer, { kind: 'order' }>;

/** For a question while the part is growing, when most are asked in vain; and for one that ought to be answered. */
const effort = {
  hasty: { stepsMax: 2_048, opensMax: 200_000 },
  thorough: { stepsMax: 40_960, opensMax: 1_000_000 },
} as const;

/** How many calls are tried at once for the one that settles it, and how many may be put together. */
const triedAtOnce = 16;
const grownMax = 48;
/** A part of up to so many calls is made small from above where building from below fails. */
const wholeMax = 400;

/**
 * Calls that are to blame alone: they have no legal order even if each other call may have taken effect within its
 * interval or not at all (`orderDespiteGaps`), and none of them can be left out. That is a monotone property, so that no
 * part of them has it either. They are found from below: as long as there is an order, the latest call that contradicts
 * it is taken in; what was taken in needlessly goes by delta debugging. Null: not found within the limits.
 */
export function refutingCore(object: ExplainedObject, conflict: readonly number[], isOver: () => boolean): Core | null {
  const calls = new CoreSearch(object, isOver).run(conflict);
  return calls && { calls, isMinimal: !isOver() };
}

class CoreSearch {
  readonly #object: ExplainedObject;
  readonly #isOver: () => boolean;

  constructor(object: ExplainedObject, isOver: () => boolean) {
    this.#object = object;
    this.#isOver = isOver;
  }

  run(conflict: readonly number[]): readonly number[] | null {
    const found = this.#known(conflict) ?? this.#grown(conflict) ?? this.#whole();
    return found && ddmin(found, (part) => this.#refutes(part), this.#isOver).toSorted((one, other) => one - other);
  }

  /** What the decider named, where that is enough. */
  #known(conflict: readonly number[]): readonly number[] | null {
    const returned = conflict.filter((call) => this.#object.calls.ret[call] !== neverReturned);
    return returned.length > 1 && returned.length <= grownMax && this.#refutes(returned) ? returned : null;
  }

  #grown(conflict: readonly number[]): readonly number[] | null {
    const misfit = conflict.find((call) => this.#object.calls.ret[call] !== neverReturned) ?? this.#lastToReturn();
    if (misfit === -1) return null;
    let core: readonly number[] = [misfit];
    while (core.length <= grownMax && !this.#isOver()) {
      const order = this.#orderOf(core, 'thorough');
      if (order === null) return core;
      if (order === 'unknown') return null;
      const against = this.#contradicting(core, order);
      const [latest] = against;
      if (latest === undefined) return null;
      core = [...core, against.find((call) => this.#orderOf([...core, call], 'hasty') === null) ?? latest];
    }
    return null;
  }

  /** All of a short part. */
  #whole(): readonly number[] | null {
    const { size, ret } = this.#object.calls;
    const returned = Array.from({ length: size }, (_, call) => call).filter((call) => ret[call] !== neverReturned);
    return returned.length <= wholeMax && this.#refutes(returned) ? returned : null;
  }

  #refutes(required: readonly number[]): boolean {
    return this.#orderOf(required, 'thorough') === null;
  }

  /** Null: there is no order. `unknown`: none was found in the time. */
  #orderOf(required: readonly number[], how: keyof typeof effort): Order | 'unknown' | null {
    const limits = { ...effort[how], isOver: this.#isOver };
    const loose = this.#object.hasFewStates ? orderDespiteGaps(this.#object, required, true, limits) : null;
    if (loose?.kind === 'none') return null;
    if (loose?.kind === 'order' && !repeats(loose)) return loose;
    const strict = orderDespiteGaps(this.#object, required, false, limits);
    if (strict.kind === 'none') return null;
    if (strict.kind === 'order') return strict;
    return loose?.kind === 'order' ? loose : 'unknown';
  }

  /** Calls that did return and have no place in the order as it is, those invoked last first. */
  #contradicting(core: readonly number[], order: Order): readonly number[] {
    const { size, call, ret } = this.#object.calls;
    const end = core.reduce((last, each) => Math.max(last, ret[each] ?? 0), 0);
    const known = new Set([...core, ...order.taken.map((taken) => taken.call)]);
    const found: number[] = [];
    for (let candidate = size - 1; candidate >= 0 && found.length < triedAtOnce; candidate--) {
      if ((call[candidate] ?? 0) >= end || (ret[candidate] ?? 0) > end || known.has(candidate)) continue;
      if (!this.#hasPlace(candidate, order)) found.push(candidate);
    }
    return found;
  }

  /** Whether the call could take effect somewhere in its interval and leave everything as it is. */
  #hasPlace(candidate: number, { start, taken }: Order): boolean {
    const { call, ret } = this.#object.calls;
    const from = call[candidate] ?? 0;
    const to = ret[candidate] ?? 0;
    const fits = (state: number): boolean => this.#object.step(state, candidate) === state;
    let state = start;
    for (const { at, state: next } of taken) {
      // `state` lasts until just before the event at position `at`, when the taken call changes it.
      if (at > from && fits(state)) return true;
      if (at > to) return false;
      state = next;
    }
    return fits(state);
  }

  #lastToReturn(): number {
    const { size, ret } = this.#object.calls;
    let last = -1;
    for (let call = 0; call < size; call++) {
      if (ret[call] !== neverReturned && (last === -1 || (ret[call] ?? 0) > (ret[last] ?? 0))) last = call;
    }
    return last;
  }
}

function repeats({ taken }: Order): boolean {
  return new Set(taken.map(({ call }) => call)).size < taken.length;
}
