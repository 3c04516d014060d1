import type { SessionRule } from '../protocol/learner-rules.ts';
import type { CommandOutcome } from '../protocol/state-machine.ts';

type Session = { acknowledged: number; readonly outcomes: Map<number, CommandOutcome> };

/**
 * What each client's commands came to, kept in the replicated state, so that every replica drops the same duplicate
 * and gives the same answer. A client may have several commands outstanding, so a window of outcomes is kept from the
 * lowest sequence that the client may still ask for: with «highest sequence only», a command that is chosen after a later
 * one of the same client would pass for a duplicate and be lost. protocol.md 4.6. Other rules than `window` are for mutants.
 */
export class Sessions {
  readonly #rule: SessionRule;
  readonly #sessions = new Map<string, Session>();

  constructor(rule: SessionRule = 'window') {
    this.#rule = rule;
  }

  /** The outcome of a command that was executed; `forgotten` when the client said that it needs it no more. */
  outcomeOf(client: string, sequence: number): CommandOutcome | null {
    const session = this.#sessions.get(client);
    if (session === undefined) return null;
    if (this.#rule === 'highest') {
      const highest = Math.max(...session.outcomes.keys());
      return sequence <= highest ? (session.outcomes.get(highest) ?? null) : null;
    }
    if (sequence < session.acknowledged) return { kind: 'unavailable', reason: 'executed before, and acknowledged' };
    return session.outcomes.get(sequence) ?? null;
  }

  record(client: string, sequence: number, outcome: CommandOutcome): void {
    if (this.#rule === 'nothing') return;
    const session = this.#sessions.get(client) ?? { acknowledged: 0, outcomes: new Map<number, CommandOutcome>() };
    this.#sessions.set(client, session);
    session.outcomes.set(sequence, outcome);
  }

  /** The client needs no outcome below `acknowledged` any more. */
  acknowledge(client: string, acknowledged: number): void {
    const session = this.#sessions.get(client);
    if (session === undefined || acknowledged <= session.acknowledged) return;
    session.acknowledged = acknowledged;
    for (const sequence of session.outcomes.keys()) if (sequence < acknowledged) session.outcomes.delete(sequence);
  }

  /** Everything that is kept, in an order that is the same on every replica; for digests. */
  entries(): unknown[] {
    return [...this.#sessions]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([client, { acknowledged, outcomes }]) => [client, acknowledged, [...outcomes].sort(([a], [b]) => a - b)]);
  }
}
