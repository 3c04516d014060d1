import { fullNodeSet, type NodeSet, type QuorumFamily } from '#quorums';
import { broadcastExcept } from './broadcast.ts';
import type { ReplicaConfiguration } from './configuration.ts';
import type { Effects } from './effects.ts';
import { InstanceMap } from './instance-map.ts';
import type { Learner } from './learner.ts';
import type { Message } from './messages.ts';
import type { Pace } from './pace.ts';
import { Recovery } from './recovery.ts';
import type { Round } from './round.ts';
import type { Rules } from './rules.ts';
import type { Value, Vote } from './value.ts';

/**
 * The collisions of the fast round that a coordinator has open: notices them and gathers the reports with which each is
 * recovered in the next round of the same owner. A recovery that has enough reports is handed back, for the
 * coordinator to pick a value, and is forgotten here. protocol.md 4.4.
 */
export class Collisions {
  readonly #configuration: ReplicaConfiguration;
  readonly #quorums: QuorumFamily;
  readonly #rules: Rules;
  readonly #learner: Learner;
  readonly #recoveries = new Map<number, Recovery>();
  /** When something was first seen, or missed, in an undecided instance. */
  readonly #watchedSinceMs = new InstanceMap<number>();
  readonly counts: Record<'certain' | 'suspected', number> = { certain: 0, suspected: 0 };

  constructor(configuration: ReplicaConfiguration, rules: Rules, learner: Learner) {
    this.#configuration = configuration;
    this.#quorums = configuration.quorums;
    this.#rules = rules;
    this.#learner = learner;
  }

  /** A vote in the fast round `round` that led to no decision. `isPicked`: a 2a of its recovery is out already. */
  onVote(
    { instance, round, from, value }: Readonly<{ instance: number; round: Round; from: number; value: Value }>,
    isPicked: boolean,
    nowMs: number,
    effects: Effects,
  ): Recovery | null {
    const recovery = this.#recoveries.get(instance);
    if (recovery !== undefined) {
      recovery.add(from, { round, value });
      return this.#takeIfReady(recovery);
    }
    if (isPicked) return null;
    if (!this.#watchedSinceMs.has(instance)) this.#watchedSinceMs.set(instance, nowMs);
    return this.#isCertain(instance, round) ? this.#recover(instance, round, true, nowMs, effects) : null;
  }

  /** What an acceptor without a vote in the fast round reports. */
  onReport(from: number, message: Extract<Message, { kind: 'phase1b-instance' }>): Recovery | null {
    const recovery = this.#recoveries.get(message.instance);
    if (recovery === undefined || recovery.round !== message.round) return null;
    recovery.add(from, message.vote);
    return this.#takeIfReady(recovery);
  }

  /**
   * Begins to recover `instance` of the fast round `round` if it has been undecided for too long: too few votes came, or
   * a later instance is in use and this one was left out.
   */
  suspect(instance: number, round: Round, pace: Pace, nowMs: number, effects: Effects): Recovery | null {
    if (this.#recoveries.has(instance)) return null;
    const sinceMs = this.#watchedSinceMs.get(instance);
    if (sinceMs === undefined) this.#watchedSinceMs.set(instance, nowMs);
    else if (nowMs - sinceMs >= pace.suspicionMs) return this.#recover(instance, round, false, nowMs, effects);
    return null;
  }

  /** Begins to recover `instance` of the fast round `round`, if that has not begun yet. */
  recover(instance: number, round: Round, nowMs: number, effects: Effects): Recovery | null {
    return this.#recoveries.has(instance) ? null : this.#recover(instance, round, false, nowMs, effects);
  }

  /** Asks those again that have not reported. */
  resend(pace: Pace, nowMs: number, effects: Effects): void {
    for (const recovery of this.#recoveries.values()) {
      if (nowMs - recovery.askedAtMs < pace.resendMs) continue;
      recovery.askedAtMs = nowMs;
      this.#ask(recovery, effects);
    }
  }

  /** `instance` is decided. */
  forget(instance: number): void {
    this.#recoveries.delete(instance);
    this.#watchedSinceMs.delete(instance);
  }

  /** What is being recovered, and from which reports. */
  describe(): readonly Readonly<{
    instance: number;
    round: Round;
    reports: readonly (readonly [number, Vote | null])[];
  }>[] {
    return [...this.#recoveries.values()].map(({ instance, round, reports }) => ({
      instance,
      round,
      reports: [...reports],
    }));
  }

  /** The fast round is over. */
  clear(): void {
    this.#recoveries.clear();
    this.#watchedSinceMs.clear();
  }

  /** No value has a fast quorum among its voters and those who have not voted. */
  #isCertain(instance: number, round: Round): boolean {
    const tallies = this.#learner.talliesOf(instance).filter((tally) => tally.round === round);
    const heard = tallies.reduce<NodeSet>((set, tally) => set | tally.voters, 0);
    const unheard = fullNodeSet(this.#quorums.nodes) & ~heard;
    return tallies.length > 1 && !tallies.some((tally) => this.#quorums.isFast(tally.voters | unheard));
  }

  #recover(instance: number, round: Round, certain: boolean, nowMs: number, effects: Effects): Recovery | null {
    const recovery = new Recovery(instance, this.#rules.recoveryRound(round), nowMs);
    for (const tally of this.#learner.talliesOf(instance)) {
      if (tally.round !== round) continue;
      for (const [node] of this.#configuration.names.entries()) {
        if ((tally.voters & (1 << node)) !== 0) recovery.add(node, { round, value: tally.value });
      }
    }
    this.#recoveries.set(instance, recovery);
    this.#watchedSinceMs.delete(instance);
    this.counts[certain ? 'certain' : 'suspected'] += 1;
    effects.push({ kind: 'trace', event: { kind: 'collision', instance, round, certain } });
    effects.push({ kind: 'trace', event: { kind: 'recovery', instance, round: recovery.round } });
    this.#ask(recovery, effects);
    return this.#takeIfReady(recovery);
  }

  #ask({ round, instance, reporters }: Recovery, effects: Effects): void {
    broadcastExcept(reporters, this.#quorums.nodes, { kind: 'phase1a-instance', round, instance }, effects);
  }

  #takeIfReady(recovery: Recovery): Recovery | null {
    if (!this.#rules.mayRecover(recovery.reporters, this.#quorums)) return null;
    this.#recoveries.delete(recovery.instance);
    return recovery;
  }
}
