import type { NodeSet, QuorumFamily } from '#quorums';
import { broadcastExcept } from './broadcast.ts';
import type { Effects } from './effects.ts';
import type { ChosenEntry, Message } from './messages.ts';
import type { Pace } from './pace.ts';
import type { Reports } from './pick-value.ts';
import type { Round } from './round.ts';
import type { Rules } from './rules.ts';
import type { Vote } from './value.ts';

/** The reports of one acceptor; it counts once every part has come. */
type Report = { readonly missing: Set<number>; readonly votes: Map<number, Vote> };

/**
 * Phase 1 of one round for all instances from `from` on: collects promises, by distinct acceptor and for exactly this
 * round, and tells what they report of an instance. An instance that a complete report does not list was never voted in.
 */
export class PhaseOne {
  readonly round: Round;
  readonly from: number;
  /** Whether the first report suffices: only where the rules permit that. */
  readonly isJump: boolean;
  readonly #nodes: number;
  readonly #rules: Rules;
  readonly #reports = new Map<number, Report>();
  #askedAtMs = 0;

  /** For `round` and all instances from `from` on, of a cluster of `nodes` nodes. */
  constructor(round: Round, from: number, nodes: number, rules: Rules, isJump = false) {
    this.round = round;
    this.from = from;
    this.isJump = isJump;
    this.#nodes = nodes;
    this.#rules = rules;
  }

  /** Who has promised and told all of its votes. */
  get reporters(): NodeSet {
    let set: NodeSet = 0;
    for (const [acceptor, report] of this.#reports) {
      if (this.#rules.isComplete(report.missing.size)) set |= 1 << acceptor;
    }
    return set;
  }

  /** The highest instance in which somebody reported a vote. */
  get highestVoted(): number {
    let highest = 0;
    for (const report of this.#complete().values()) {
      for (const instance of report.votes.keys()) highest = Math.max(highest, instance);
    }
    return highest;
  }

  /** What was reported, in the order in which it came. */
  describe(): readonly Readonly<{
    acceptor: number;
    missing: readonly number[];
    votes: readonly (readonly [number, Vote])[];
  }>[] {
    return [...this.#reports].map(([acceptor, { missing, votes }]) => ({
      acceptor,
      missing: [...missing],
      votes: [...votes],
    }));
  }

  /** True when those who have promised suffice to lead. */
  suffices(quorums: QuorumFamily): boolean {
    return this.isJump ? this.reporters !== 0 : quorums.isPhase1(this.reporters);
  }

  /** Asks all who have not reported. */
  ask(nowMs: number, effects: Effects): void {
    this.#askedAtMs = nowMs;
    const { round, from } = this;
    broadcastExcept(this.reporters, this.#nodes, { kind: 'phase1a', round, from }, effects);
  }

  /** The same once more, if it is long ago. */
  askAgain(pace: Pace, nowMs: number, effects: Effects): void {
    if (nowMs - this.#askedAtMs >= pace.resendMs) this.ask(nowMs, effects);
  }

  add(sender: number, message: Extract<Message, { kind: 'phase1b' }>): readonly ChosenEntry[] {
    if (!this.#rules.countsReport(message.round, this.round) || message.from !== this.from) return [];
    const acceptor = this.#rules.reporter(sender, this.reporters, this.#nodes);
    const report = this.#reports.get(acceptor) ?? {
      missing: new Set(Array.from({ length: message.parts }, (_, part) => part)),
      votes: new Map<number, Vote>(),
    };
    this.#reports.set(acceptor, report);
    if (!report.missing.delete(message.part)) return [];
    for (const [instance, round, value] of message.votes) report.votes.set(instance, { round, value });
    return message.chosen;
  }

  reportsOf(instance: number): Reports {
    return new Map(
      [...this.#complete()].map(([acceptor, report]): [number, Vote | null] => [
        acceptor,
        report.votes.get(instance) ?? null,
      ]),
    );
  }

  #complete(): Map<number, Report> {
    return new Map([...this.#reports].filter(([, report]) => this.#rules.isComplete(report.missing.size)));
  }
}
