import { neverReturned } from '../../history/operation-table.ts';
import type { Decider } from '../decider.ts';
import { emptyBesideValues } from './certain-stays.ts';
import type { ContainerValues } from './container-calls.ts';
import { type Contradiction, containerDecider, type Timeline } from './container-decider.ts';
import { CoverTree } from './cover-tree.ts';
import { MaxTree, nothing } from './max-tree.ts';
import { Unfilled } from './unfilled.ts';

/**
 * Stacks in which every value is put once. A value is certainly there from the return of its put to the invocation of its
 * take; where that is no time at all, its put and take fit next to each other, and it is left out. Of the others:
 * - At a moment when none is certainly there (a hole) the stack may be empty: the history has a legal order if and only
 *   if what ends before the hole has one and what begins after it has one.
 * - Without a hole some value lies below all others: its put can be the first operation (it is invoked before any put
 *   returns) and its take the last. Any such value will do: the history has a legal order if and only if it has one
 *   without it. When there is none, there is no order.
 * A call that finds nothing needs a hole while it runs. Each step takes out a value or finds a hole, in O(log n).
 */
export const stackNesting: Decider = containerDecider(
  {
    name: 'stack-nesting',
    complexity: 'O(n log n)',
    source: 'Lee & Mathur, Efficient Decrease-and-Conquer Linearizability Monitoring (OOPSLA 2025): stacks',
  },
  (values, timeline) => emptyBesideValues(values, timeline.calls) ?? new Nesting(values, timeline).findContradiction(),
);

class Nesting {
  readonly #values: ContainerValues;
  /** Values that are certainly there for a time, in the order in which their puts return. */
  readonly #certain: Int32Array;
  readonly #takeCall: Int32Array;
  readonly #takeRet: Int32Array;
  readonly #covers: CoverTree;
  /** Places that are taken out are filled. */
  readonly #present: Unfilled;
  /** By place in `#certain`: of what is not taken out yet, the put's call negated (until it is a candidate), its take's call. */
  readonly #earliestPut: MaxTree;
  readonly #latestTake: MaxTree;
  /** Candidates for the bottom of the stack: the return of their take. */
  readonly #candidates: MaxTree;

  constructor(values: ContainerValues, { end }: Timeline) {
    const { count, putCall, putRet, takeCall, takeRet } = values;
    this.#values = values;
    // What nobody takes is taken at the end, by calls that all overlap.
    this.#takeCall = takeCall.map((each) => (each === neverReturned ? end : each));
    this.#takeRet = takeRet.map((each) => (each === neverReturned ? end + 1 : each));
    this.#certain = new Int32Array(count)
      .map((_, value) => value)
      .filter((value) => (putRet[value] ?? 0) < (this.#takeCall[value] ?? 0))
      .sort((one, other) => (putRet[one] ?? 0) - (putRet[other] ?? 0));
    this.#covers = new CoverTree(end);
    this.#present = new Unfilled(this.#certain.length);
    for (const value of this.#certain) this.#covers.add(putRet[value] ?? 0, this.#takeCall[value] ?? 0, 1);
    this.#earliestPut = new MaxTree(this.#certain.map((value) => -(putCall[value] ?? 0)));
    this.#latestTake = new MaxTree(this.#certain.map((value) => this.#takeCall[value] ?? 0));
    this.#candidates = new MaxTree(new Int32Array(this.#certain.length).fill(nothing));
  }

  findContradiction(): Contradiction {
    const { putRet, putCall } = this.#values;
    // Stretches of `#certain`, each between two holes.
    const stretches = [{ first: 0, end: this.#certain.length }];
    for (let stretch = stretches.pop(); stretch !== undefined; stretch = stretches.pop()) {
      const { end } = stretch;
      const first = this.#present.from(stretch.first);
      if (first >= end) continue;
      const firstRet = putRet[this.#certain[first] ?? 0] ?? 0;
      const lastCall = this.#latestTake.at(this.#latestTake.argmax(first, end));
      const hole = this.#covers.hole(firstRet, lastCall);
      if (hole !== -1) {
        const after = this.#firstReturningAfter(hole);
        stretches.push({ first, end: after }, { first: after, end });
        continue;
      }
      for (;;) {
        const place = this.#earliestPut.argmax(first, end);
        if (place === -1 || (putCall[this.#certain[place] ?? 0] ?? 0) > firstRet) break;
        this.#earliestPut.set(place, nothing);
        this.#candidates.set(place, this.#takeRet[this.#certain[place] ?? 0] ?? 0);
      }
      const bottom = this.#candidates.argmax(first, end);
      if (bottom === -1 || this.#candidates.at(bottom) < lastCall) return this.#crossing(first, end);
      this.#takeOut(bottom);
      stretches.push({ first, end });
    }
    return null;
  }

  #takeOut(place: number): void {
    const value = this.#certain[place] ?? 0;
    this.#covers.add(this.#values.putRet[value] ?? 0, this.#takeCall[value] ?? 0, -1);
    this.#candidates.set(place, nothing);
    this.#latestTake.set(place, nothing);
    this.#present.fill(place, place + 1);
  }

  #firstReturningAfter(position: number): number {
    let low = 0;
    let high = this.#certain.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#values.putRet[this.#certain[middle] ?? 0] ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Some of the values of which none can lie below the others. */
  #crossing(first: number, end: number): Contradiction {
    const { takenBy, putBy } = this.#values;
    const left = Array.from(this.#certain.subarray(first, end)).filter(
      (_, place) => this.#latestTake.at(first + place) !== nothing,
    );
    const shown = left.slice(0, 8);
    const takes = shown.flatMap((value) => ((takenBy[value] ?? -1) === -1 ? [] : [takenBy[value] ?? 0]));
    return {
      conflict: [...takes, ...shown.map((value) => putBy[value] ?? 0)],
      why: 'values are taken in an order in which none of them can lie below the others',
    };
  }
}
