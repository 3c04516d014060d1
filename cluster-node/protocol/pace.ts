/**
 * How long things may take before something is done about them, all in milliseconds and derived from one measured
 * quantity, so that a slow disk slows everything down alike. Safety does not depend on any of it.
 */
export type Pace = Readonly<{
  /** A follower that heard no leader for this long, to twice this long, becomes a candidate. */
  electionTimeoutMs: number;
  heartbeatMs: number;
  /** A node that answered no heartbeat for this long is believed dead. */
  silenceMs: number;
  /** An instance of a fast round without a decision for this long is suspected of a collision. */
  suspicionMs: number;
  /** Messages without an answer are sent again after this long. */
  resendMs: number;
  /** A command without a decision is offered again after this long, and after up to eight times this long later. */
  offerMs: number;
  tickMs: number;
}>;

export const electionTimeoutMinMs = 300;

export function paceOf(electionTimeoutMs: number): Pace {
  return {
    electionTimeoutMs,
    heartbeatMs: electionTimeoutMs / 6,
    silenceMs: electionTimeoutMs * 0.75,
    suspicionMs: electionTimeoutMs / 8,
    resendMs: electionTimeoutMs / 3,
    offerMs: electionTimeoutMs / 2,
    tickMs: electionTimeoutMs / 20,
  };
}
