import type { ReadMode } from '#cluster-node';
import type { Rng } from '../ports/index.ts';
import type { MessagePattern, MessageRule } from './sim-scenario.ts';

/** Rules are to be about messages between these nodes, sent between these times. */
export type MessagesWanted = Readonly<{ fromMs: number; untilMs: number; nodes: readonly string[]; reads: ReadMode }>;

/** The messages on whose order and number safety rests; without heartbeats a leader is deposed that goes on with its work. */
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
  'heartbeat',
];

/** The same for reads that are not in the log. */
const readKinds: readonly string[] = ['confirm', 'confirmation', 'lease-request', 'lease-grant', 'read-index'];

/**
 * In half of all runs some kinds of messages fare worse than the others for a while, on all links or on some. In some runs a leader is
 * not heard of for so long that others take its place, and goes on in its office, because nothing else is wrong.
 */
export function drawMessages(rng: Rng, wanted: MessagesWanted): readonly MessageRule[] {
  const silence = rng.int(0, 4) === 0 ? [drawSilence(rng, wanted)] : [];
  if (rng.int(0, 1) === 0) return silence;
  return [...silence, ...Array.from({ length: rng.int(1, 6) }, () => drawRule(rng, wanted))];
}

function drawSilence(rng: Rng, { fromMs, untilMs, nodes }: MessagesWanted): MessageRule {
  const beginsMs = fromMs + rng.fraction() * (untilMs - fromMs) * 0.7;
  const from = rng.int(0, 1) === 0 ? { from: rng.pick(nodes) } : {};
  return {
    match: { kind: 'heartbeat', ...from, fromMs: beginsMs, untilMs: Math.min(untilMs, beginsMs + 1_000) },
    action: { kind: 'drop' },
  };
}

function drawRule(rng: Rng, { fromMs, untilMs, nodes, reads }: MessagesWanted): MessageRule {
  const beginsMs = fromMs + rng.fraction() * (untilMs - fromMs);
  const endsMs = Math.min(untilMs, beginsMs + rng.pick([20, 200, 1_000, 1_000]));
  const match: MessagePattern = {
    kind: rng.pick(reads === 'log' ? kinds : [...kinds, ...readKinds]),
    ...(rng.int(0, 1) === 0 ? { from: rng.pick(nodes) } : {}),
    ...(rng.int(0, 1) === 0 ? { to: rng.pick(nodes) } : {}),
    fromMs: beginsMs,
    untilMs: endsMs,
  };
  return { match, action: drawAction(rng, endsMs) };
}

function drawAction(rng: Rng, endsMs: number): MessageRule['action'] {
  switch (rng.int(0, 4)) {
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
