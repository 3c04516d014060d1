import type { Rng } from '#ports';

/** One sending of an op: where to, and how long after the op began. */
export type PlannedAttempt = Readonly<{ node: string; afterMs: number }>;

export type ResendOptions = Readonly<{
  home: string;
  nodes: readonly string[];
  /** The share of ops that are sent more than once, 0 to 1. */
  resendFraction: number;
  /** The time of the whole op; a re-send after silence comes when a fifth of it is over. */
  timeoutMs: number;
}>;

/**
 * How often and where one op is sent, always under the same client and sequence, so that a system which executes a
 * command twice is found out: at once twice through the home node (pipelined), at once through two nodes, or again
 * (at home or elsewhere) when no answer came.
 */
export function planAttempts(
  { home, nodes, resendFraction, timeoutMs }: ResendOptions,
  rng: Rng,
): readonly PlannedAttempt[] {
  const first = { node: home, afterMs: 0 };
  if (rng.fraction() >= resendFraction) return [first];
  const others = nodes.filter((node) => node !== home);
  const elsewhere = others.length === 0 ? home : rng.pick(others);
  const laterMs = Math.ceil(timeoutMs / 5);
  return rng.pick([
    [first, { node: home, afterMs: 0 }],
    [first, { node: elsewhere, afterMs: 0 }],
    [first, { node: home, afterMs: laterMs }],
    [first, { node: elsewhere, afterMs: laterMs }],
  ]);
}
