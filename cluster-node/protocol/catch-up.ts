import type { ReplicaConfiguration } from './configuration.ts';
import type { Effects } from './effects.ts';
import type { Learner } from './learner.ts';
import type { ChosenEntry } from './messages.ts';
import type { Pace } from './pace.ts';

const entriesPerAnswer = 256;

/** How a node that missed decisions asks others for them, and how it answers such a question. protocol.md 4.5. */
export class CatchUp {
  readonly #others: readonly number[];
  readonly #learner: Learner;
  #leaderChosenThrough = 0;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #askedFrom = 0;

  constructor({ names, self }: Pick<ReplicaConfiguration, 'names' | 'self'>, learner: Learner) {
    this.#others = names.map((_, node) => node).filter((node) => node !== self);
    this.#learner = learner;
  }

  /** Everything that its future depends on while no time passes. */
  describe(): unknown {
    return [this.#leaderChosenThrough, this.#askedFrom];
  }

  /** Asks `peer` for what is missing, not more often than answers can come. */
  ask(peer: number, pace: Pace, nowMs: number, effects: Effects): void {
    const from = this.#learner.chosenThrough + 1;
    if (this.#askedFrom === from && nowMs - this.#askedAtMs < pace.heartbeatMs) return;
    this.#askedFrom = from;
    this.#askedAtMs = nowMs;
    effects.push({ kind: 'send', to: peer, message: { kind: 'learn', from } });
  }

  /** The leader, or one peer after the other, is asked: a hole is filled by whoever knows. */
  askSomebody(leader: number | null, pace: Pace, nowMs: number, effects: Effects): void {
    const turn = Math.floor(nowMs / pace.heartbeatMs);
    const peer = turn % 2 === 0 && leader !== null ? leader : this.#others[turn % this.#others.length];
    if (peer !== undefined) this.ask(peer, pace, nowMs, effects);
  }

  /** The leader says how far it knows; it is asked when this node was behind what the heartbeat before said. */
  onHeartbeat(leader: number, chosenThrough: number, pace: Pace, nowMs: number, effects: Effects): void {
    if (this.#learner.chosenThrough < this.#leaderChosenThrough) this.ask(leader, pace, nowMs, effects);
    this.#leaderChosenThrough = chosenThrough;
  }

  /** `entries` were sent; as many as one answer holds mean that there may be more. */
  onEntries(from: number, entries: readonly ChosenEntry[], pace: Pace, nowMs: number, effects: Effects): void {
    if (entries.length >= entriesPerAnswer) this.ask(from, pace, nowMs, effects);
  }

  answer(to: number, from: number, effects: Effects): void {
    const entries = this.#learner.chosenFrom(from, entriesPerAnswer);
    if (entries.length === 0) return;
    effects.push({ kind: 'send', to, message: { kind: 'chosen', entries, next: this.#learner.highestSeen + 1 } });
  }
}
