import { neverReturned } from '../../history/operation-table.ts';
import type { Decision } from '../decider.ts';
import { registerKind } from './register-calls.ts';
import type { Timeline } from './timeline.ts';

/**
 * The verdict when no order survives the return at `event`, where the register could only hold one of `states`. In the
 * way of the call that returns stand the last makers of each of these values, and of the one that it found; and whatever
 * ran at the same time, which might have made that value. Calls are named by their number in the timeline. O(n).
 */
export function registerMisfit(
  { calls, events }: Timeline,
  event: number,
  states: ReadonlySet<number>,
): Extract<Decision, { kind: 'not-linearizable' }> {
  const { size, kind, a, b, call, ret } = calls;
  const misfit = (events[event] ?? 0) >> 1;
  const lastMaker = new Map<number, number>();
  const inTheWay = new Set<number>();
  for (let i = 0; i < size && (call[i] ?? 0) < (ret[misfit] ?? 0); i++) {
    if (i === misfit || (kind[i] !== registerKind.write && kind[i] !== registerKind.cas)) continue;
    const left = (kind[i] === registerKind.cas ? b[i] : a[i]) ?? 0;
    if (left === a[misfit] || states.has(left)) lastMaker.set(left, i);
    if (ret[i] !== neverReturned && (ret[i] ?? 0) > (call[misfit] ?? 0)) inTheWay.add(i);
  }
  for (const maker of lastMaker.values()) inTheWay.add(maker);
  const why =
    kind[misfit] === registerKind.failedCas
      ? 'in every order the value was there that it did not find'
      : 'in every order another value was there than the one it found';
  return {
    kind: 'not-linearizable',
    conflict: [misfit, ...[...inTheWay].toSorted((one, other) => one - other)],
    why,
  };
}
