import type { CommandOutcome } from './state-machine.ts';
import type { Value } from './value.ts';

/** An executed write whose client has no answer yet. */
export type HeldAnswer = Readonly<{ instance: number; value: Value; outcome: CommandOutcome; sinceMs: number }>;

/**
 * Answers to writes that this node has executed, but whose decision no coordinator has vouched for yet: under `index`
 * and `lease` a leader that does not know of a write must not be asked for a read that follows it. See `ReadIndex`.
 */
export class HeldAnswers {
  readonly #held = new Map<number, HeldAnswer>();
  /** Vouched for, and not executed here yet. */
  readonly #vouched = new Set<number>();

  /** The coordinator that counted the decision of `instance` in its own round knows it: the answer that this sets free. */
  vouch(instance: number, applied: number): HeldAnswer | null {
    const held = this.#held.get(instance) ?? null;
    this.#held.delete(instance);
    if (instance > applied) this.#vouched.add(instance);
    return held;
  }

  /** `instance` is executed; true when an answer may be given at once. */
  takeVouched(instance: number): boolean {
    return this.#vouched.delete(instance);
  }

  hold(answer: HeldAnswer): void {
    this.#held.set(answer.instance, answer);
  }

  /** Takes out the answers that wait since before `sinceMs`: their vouching was lost, and something else has to do. */
  takeOlderThan(sinceMs: number): readonly HeldAnswer[] {
    const old = [...this.#held.values()].filter((held) => held.sinceMs < sinceMs);
    for (const { instance } of old) this.#held.delete(instance);
    return old;
  }
}
