import type { Rng } from '../ports/index.ts';
import type { MessagePattern, MessageRule } from './sim-scenario.ts';

/** The messages whose order and number safety rests on. */
const kinds: readonly string[] = [
  'phase1a',
  'phase1b',
  'phase1a-instance',
  'phase1b-instance',
  'phase2a',
  'phase2b',
  'any',
  'propose',
  'chosen',
];

/** In a third of all runs one kind of message fares worse than the others for a while. */
export function drawMessages(rng: Rng, fromMs: number, untilMs: number): readonly MessageRule[] {
  if (rng.int(0, 2) > 0) return [];
  return Array.from({ length: rng.int(1, 2) }, () => {
    const beginsMs = fromMs + rng.fraction() * (untilMs - fromMs);
    const endsMs = Math.min(untilMs, beginsMs + rng.pick([20, 200, 1_000]));
    const match: MessagePattern = { kind: rng.pick(kinds), fromMs: beginsMs, untilMs: endsMs };
    return { match, action: drawAction(rng, endsMs) };
  });
}

function drawAction(rng: Rng, endsMs: number): MessageRule['action'] {
  switch (rng.int(0, 3)) {
    case 0:
      return { kind: 'hold', untilMs: endsMs };
    case 1:
      return { kind: 'delay', byMs: rng.pick([5, 100, 1_500]) * rng.fraction() };
    case 2:
      return { kind: 'repeat', afterMs: rng.pick([5, 100, 1_500]) * rng.fraction() };
    default:
      return { kind: 'drop' };
  }
}
