import { Budget } from '../budget.ts';
import type { Calls } from '../decider.ts';
import { RegisterMoves } from './register-moves.ts';
import { RegisterSearch } from './register-search.ts';
import { startOfWindow } from './search-start.ts';
import { timeline } from './timeline.ts';

/**
 * Whether the last events of a history have a legal order from `startOfWindow` on, which must be if the whole history has
 * one. For tests and fuzzing: `justInTime` tries windows only where it is stuck. `lastEvents`: how many, up to all.
 */
export function isWindowLegal(calls: Calls, lastEvents: number): boolean {
  const line = timeline(calls);
  const end = line.events.length;
  const start = startOfWindow(line, Math.max(0, end - lastEvents));
  const budget = new Budget({ now: () => 0, timeLimitMs: 1, memoryLimitBytes: 2 ** 40 });
  const search = new RegisterSearch(line, new RegisterMoves(line), budget, { start, end, isCrashReusable: false });
  return search.run({ stepsMax: Infinity, patience: Infinity }) === 'order found';
}
