import { broadcast, broadcastExcept } from './broadcast.ts';
import { byFirst } from './by-first.ts';
import type { Effects } from './effects.ts';
import type { Learner } from './learner.ts';
import type { Pace } from './pace.ts';
import { type Round, roundOwner } from './round.ts';
import type { Rules } from './rules.ts';
import { noOp, type Value } from './value.ts';

/** A concrete 2a without a decision yet. */
type Proposal = { readonly round: Round; readonly value: Value; sentAtMs: number };

/** The concrete values that a coordinator has asked to be voted for, each until its instance is decided. protocol.md 4.2. */
export class OpenProposals {
  readonly #nodes: number;
  readonly #learner: Learner;
  readonly #rules: Rules;
  readonly #byInstance = new Map<number, Proposal>();
  readonly #values = new Set<Value>();

  constructor(nodes: number, rules: Rules, learner: Learner) {
    this.#nodes = nodes;
    this.#rules = rules;
    this.#learner = learner;
  }

  get isEmpty(): boolean {
    return this.#byInstance.size === 0;
  }

  /** What is open, by instance, and the values that are not to be proposed again. */
  describe(): unknown {
    return [[...this.#byInstance].sort(byFirst), [...this.#values].sort()];
  }

  isIn(instance: number): boolean {
    return this.#byInstance.has(instance);
  }

  holds(value: Value): boolean {
    return this.#values.has(value);
  }

  /** Asks all acceptors to vote for `value`. */
  send(instance: number, round: Round, value: Value, nowMs: number, effects: Effects): void {
    this.#byInstance.set(instance, { round, value, sentAtMs: nowMs });
    if (value !== noOp) this.#values.add(value);
    this.#learner.see(instance);
    if (this.#rules.countsOwnVoteAtOnce)
      effects.push({ kind: 'send', to: roundOwner(round), message: { kind: 'phase2b', round, instance, value } });
    broadcast(this.#nodes, { kind: 'phase2a', round, instance, value }, effects);
  }

  /** `instance` is decided. */
  settle(instance: number): void {
    const mine = this.#byInstance.get(instance);
    if (mine === undefined) return;
    this.#byInstance.delete(instance);
    this.#values.delete(mine.value);
  }

  /** Asks those again that have not voted for long. */
  resend(pace: Pace, nowMs: number, effects: Effects): void {
    for (const [instance, mine] of this.#byInstance) {
      if (nowMs - mine.sentAtMs < pace.resendMs) continue;
      mine.sentAtMs = nowMs;
      const { round, value } = mine;
      const tally = this.#learner.talliesOf(instance).find((one) => one.round === round && one.value === value);
      broadcastExcept(tally?.voters ?? 0, this.#nodes, { kind: 'phase2a', round, instance, value }, effects);
    }
  }

  clear(): void {
    this.#byInstance.clear();
    this.#values.clear();
  }
}
