import type { Budget } from '../budget.ts';
import type { Calls, Decider, Decision } from '../decider.ts';
import { neededCalls } from './needed-calls.ts';
import { RegisterMoves, registerMovesBytes } from './register-moves.ts';
import { startOfWindowBytes } from './search-start.ts';
import { type Timeline, timeline, timelineBytes } from './timeline.ts';
import { WindowedSearch, type WindowOptions } from './windowed-search.ts';

/**
 * Any history of a register: a depth-first search that goes along the events and linearizes something only when a call
 * returns that is still owed (Lowe's just-in-time linearization), with what registers allow beside:
 *
 * - A pending read, or failed cas, that holds in the present state is linearized at once.
 * - A blind write hides any other that comes right before it. So when one is linearized, all pending writes are no longer
 *   owed; they remain available, to be seen later, until they return.
 * - Nobody is served by a write whose value no pending call wants, except when it returns: later will do as well.
 * - Of equal pending calls the one that returns first is taken; crashed ones are counted by class.
 * - A configuration is dropped when a better one is known (see `Configurations`).
 * - Where the search is stuck, a few events alone may show that there is no order (see `WindowedSearch`).
 */
export const justInTime: Decider = justInTimeWith({ patience: 1_024, share: 1 / 16, stepsPerEvent: 8 });

/** When what is tried. The verdict does not depend on it. */
export type Patience = WindowOptions & Readonly<{ stepsPerEvent: number }>;

/** The decider with other limits, for tests: small histories never come to those of `justInTime`. */
export function justInTimeWith(limits: Patience): Decider {
  return {
    name: 'just-in-time',
    complexity: 'exponential in the number of calls that overlap, linear in the number of calls',
    source: 'Lowe, Testing for Linearizability, CCPE 29 (2017), section 5, with prunings for registers',
    decide: (calls, budget) => decide(calls, budget, limits),
  };
}

function decide(calls: Calls, budget: Budget, limits: Patience): Decision {
  // What is left of the calls, and their timeline.
  const bytes = 27 * calls.size + timelineBytes(calls.size);
  if (!budget.reserve(bytes)) return noRoom;
  const line = timeline(neededCalls(calls));
  const searchBytes = registerMovesBytes(line) + startOfWindowBytes(line);
  const hasRoom = budget.reserve(searchBytes);
  const decision = hasRoom ? searched(line, budget, limits) : noRoom;
  budget.release(hasRoom ? bytes + searchBytes : bytes);
  return decision.kind === 'not-linearizable' ? inCalls(decision, line.calls, calls) : decision;
}

/** The decision with numbers of `calls` in place of those among the `needed`. */
function inCalls(decision: Decision & { kind: 'not-linearizable' }, needed: Calls, calls: Calls): Decision {
  return { ...decision, conflict: (decision.conflict ?? []).map((i) => calls.row.indexOf(needed.row[i] ?? -1)) };
}

const noRoom: Decision = { kind: 'exhausted', limit: 'memory', linearizedMax: 0 };

/**
 * Most histories that have a legal order show it within a few steps an event (`stepsPerEvent`). Where that does not come, a search is tried
 * in which crashed calls may take effect any number of times: it has far fewer configurations, and what is illegal even so
 * is illegal. If it finds an order, only the whole search can tell, and is taken up again.
 */
function searched(line: Timeline, budget: Budget, { stepsPerEvent, ...windows }: Patience): Decision {
  const moves = new RegisterMoves(line);
  const whole = new WindowedSearch({ line, moves, budget, windows, isCrashReusable: false });
  try {
    if (line.classNeeds.length === 0) return whole.run(Infinity);
    const first = whole.run(stepsPerEvent * line.events.length);
    if (first.kind !== 'exhausted' || first.limit !== 'steps') return first;
    const relaxed = new WindowedSearch({ line, moves, budget, windows, isCrashReusable: true });
    try {
      const decision = relaxed.run(Infinity);
      if (decision.kind !== 'linearizable') return decision;
    } finally {
      relaxed.release();
    }
    return whole.run(Infinity);
  } finally {
    whole.release();
  }
}
