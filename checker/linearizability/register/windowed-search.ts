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
  /** The part of these steps that windows may take besides: from 0 to 1. */
  share: number;
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

/** The first window before an event has one return, each further one four times as many. */
const widening = 4;

/** To begin windows at the end of a long history takes as long as so many steps: the events before are passed again. */
const eventsPerStep = 8;

/**
 * A search of the whole history that asks, whenever it is stuck before some return, whether the last few events up to that
 * return have an order at all, whatever was before (see `startOfWindow`). A history with a violation has mostly thousands of
 * ways to come to it, all of which the search would have to try; that the last few calls contradict each other is soon
 * seen. If they do not, a wider window is tried, and the search goes on: each time with twice the patience, and windows get
 * a small share of the steps, so that histories which are legal hardly notice.
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
      this.#returns = 1;
      this.#patience = Math.max(windows.patience, furthest / eventsPerStep);
    }
    const stepsMax = moves.steps + windows.share * this.#patience;
    this.#patience *= 2;
    while (this.#returns < widening * this.#search.returned) {
      const window = new RegisterSearch(line, moves, budget, {
        start: startOfWindow(line, windowStart(line, furthest, this.#returns)),
        end: furthest + 1,
        isCrashReusable: true,
      });
      try {
        const outcome = window.run({ stepsMax, patience: Infinity });
        if (outcome === 'no order') return decisionOf(line, window, outcome);
        if (outcome !== 'order found') return null;
      } finally {
        window.release();
      }
      this.#returns *= widening;
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
