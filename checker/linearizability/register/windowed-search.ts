import type { Budget } from '../budget.ts';
import type { Decision } from '../decider.ts';
import { registerMisfit } from './register-misfit.ts';
import type { RegisterMoves } from './register-moves.ts';
import { RegisterSearch, type SearchOutcome } from './register-search.ts';
import { startOfHistory, startOfWindow } from './search-start.ts';
import type { Timeline } from './timeline.ts';

/** When windows are tried. */
export type WindowOptions = Readonly<{
  /** After so many steps of a search without coming further; then after twice as many, and so on. */
  patience: number;
  /** How many returns the first window before an event holds; each further one holds four times as many. */
  returnsAtFirst: number;
}>;

/** Of what a `WindowedSearch` is made. */
export type WindowedSearchOptions = Readonly<{
  line: Timeline;
  moves: RegisterMoves;
  budget: Budget;
  windows: WindowOptions;
  /** Whether crashed calls may take effect any number of times; then only the verdict that there is no order counts. */
  isCrashReusable: boolean;
}>;

/**
 * A search of the whole history that asks, whenever it is stuck before some return, whether the last few events up to that
 * return have an order at all, whatever was before (see `startOfWindow`). A history with a violation has mostly thousands of
 * ways to come to it, all of which the search would have to try; that the last twenty calls contradict each other takes
 * few. Else a wider window is tried, and the search goes on: each time with twice the patience, and a window takes no more
 * steps than that, so that it costs at most as much as the search itself.
 */
export class WindowedSearch {
  readonly #options: WindowedSearchOptions;
  readonly #search: RegisterSearch;
  #patience: number;
  /** The return before which the search was stuck last, and how many returns the next window there is to hold. */
  #stuckAt = -1;
  #returns = 0;

  constructor(options: WindowedSearchOptions) {
    const { line, moves, budget, windows, isCrashReusable } = options;
    this.#options = options;
    this.#search = new RegisterSearch(line, moves, budget, {
      start: startOfHistory(line),
      end: line.events.length,
      isCrashReusable,
    });
    this.#patience = windows.patience;
  }

  /** Goes on until the history is decided, or for `stepsMax` steps; after these it can be taken up again. */
  run(stepsMax: number): Decision {
    const { moves, budget, line } = this.#options;
    const limits = { stepsMax: Math.min(moves.steps + stepsMax, budget.stepsMax) };
    for (;;) {
      const outcome = this.#search.run({ ...limits, patience: this.#patience });
      const decision = outcome === 'stuck' ? this.#tryWindows() : decisionOf(line, this.#search, outcome);
      if (decision !== null) return decision;
      this.#patience *= 2;
    }
  }

  /** Gives its memory back. */
  release(): void {
    this.#search.release();
  }

  /** Wider and wider windows, until one has no order, or takes too long; null: the search has to go on. */
  #tryWindows(): Decision | null {
    const { line, moves, budget, windows } = this.#options;
    const { furthest } = this.#search;
    if (furthest !== this.#stuckAt) {
      this.#stuckAt = furthest;
      this.#returns = windows.returnsAtFirst;
    }
    while (this.#returns < 4 * this.#search.returned) {
      const window = new RegisterSearch(line, moves, budget, {
        start: startOfWindow(line, windowStart(line, furthest, this.#returns)),
        end: furthest + 1,
        isCrashReusable: true,
      });
      try {
        const outcome = window.run({ stepsMax: moves.steps + this.#patience, patience: Infinity });
        if (outcome === 'no order') return decisionOf(line, window, outcome);
        if (outcome !== 'order found') return null;
      } finally {
        window.release();
      }
      this.#returns *= 4;
    }
    return null;
  }
}

/** The event with `returns` returns from there to before `event`; 0 if there are fewer. */
function windowStart({ events }: Timeline, event: number, returns: number): number {
  let start = event;
  for (let left = returns; left > 0 && start > 0; ) left -= (events[--start] ?? 0) & 1;
  return start;
}

function decisionOf(line: Timeline, search: RegisterSearch, outcome: Exclude<SearchOutcome, 'stuck'>): Decision {
  if (outcome === 'order found') return { kind: 'linearizable' };
  if (outcome === 'no order') return registerMisfit(line, search.furthest, search.statesAtFurthest());
  return { kind: 'exhausted', limit: outcome, linearizedMax: search.returned };
}
