import { type ShrinkRequest, type Shrunk, shrink } from '../shrink/shrink.ts';
import { isPlayable } from './play-script.ts';
import { simulateAsSeenOnNodes } from './seen-on-nodes.ts';

/**
 * Shrinks a scenario to one that can be played to real nodes and of which they can be convicted, whatever a mere oracle objects to
 * before. If nobody but such an oracle objects, or that cannot be played, what the simulator objects to is shrunk instead. Null: the scenario does not fail.
 */
export async function shrinkForNodes(request: Omit<ShrinkRequest, 'keeps' | 'simulate'>): Promise<Shrunk | null> {
  const { clock, timeLimitMs } = request;
  const endMs = clock.nowNs() / 1e6 + timeLimitMs;
  const seen = await shrink({ ...request, keeps: isPlayable, simulate: simulateAsSeenOnNodes });
  if (seen !== null && isPlayable(seen.scenario, seen.violation)) return seen;
  return shrink({ ...request, timeLimitMs: endMs - clock.nowNs() / 1e6, keeps: isPlayable });
}
