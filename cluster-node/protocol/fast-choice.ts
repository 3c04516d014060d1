import type { NodeSet } from '#quorums';
import type { ReplicaConfiguration } from './configuration.ts';
import { FastSuccess } from './fast-success.ts';
import type { RoundKind } from './round.ts';

/**
 * Whether a leader opens the fast step of its round, and when it gives it up: as who answers and how fast rounds went
 * lately suggest, unless somebody asked for a round of one kind. protocol.md 4.11.
 */
export class FastChoice {
  readonly #quorums: ReplicaConfiguration['quorums'];
  readonly #usesFastRounds: boolean;
  readonly #success = new FastSuccess();
  /** The kind of round that was asked for; null: this node chooses. */
  #wish: RoundKind | null = null;

  constructor({ quorums, usesFastRounds }: Pick<ReplicaConfiguration, 'quorums' | 'usesFastRounds'>) {
    this.#quorums = quorums;
    this.#usesFastRounds = usesFastRounds;
  }

  /** A round begins, or goes on, of the kind that was asked for; null: this node chooses. */
  wish(kind: RoundKind | null): void {
    this.#wish = kind;
  }

  get wished(): RoundKind | null {
    return this.#wish;
  }

  /** How an instance of an open fast round was decided. */
  record(isFast: boolean): void {
    this.#success.record(isFast);
  }

  /** Fast rounds are given up for a while. */
  pause(nowMs: number): void {
    this.#success.pause(nowMs);
  }

  /** Whether to open the fast step, while `answering` answer. */
  mayOpen(answering: NodeSet, nowMs: number): boolean {
    if (!this.#usesFastRounds || this.#wish === 'classic') return false;
    if (this.#wish === 'fast') return true;
    return this.#success.mayTry(nowMs) && this.#quorums.isFast(answering) && this.#quorums.isPhase1(answering);
  }

  /** True when the open fast round is of no more use; never while the new round, which it takes, cannot succeed. */
  shouldGiveUp(answering: NodeSet): boolean {
    return this.#quorums.isPhase1(answering) && (!this.#quorums.isFast(answering) || this.#success.isPoor);
  }
}
