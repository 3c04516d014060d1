import type { Acceptor } from './acceptor.ts';
import type { Effects } from './effects.ts';
import type { Learner } from './learner.ts';
import type { PendingCommands } from './pending-commands.ts';
import type { Reads } from './reads.ts';
import type { Rules } from './rules.ts';
import type { StateMachine } from './state-machine.ts';
import { noOp, type Value } from './value.ts';

/** The roles of the same node that say what may be executed, and that hear of it. */
type ExecutingRoles = Readonly<{ acceptor: Acceptor; learner: Learner; reads: Reads }>;

/**
 * Executes what is chosen, strictly in the order of instances, and answers the clients of this node that waited for it: each
 * command, and each read that had to wait until so much is executed. protocol.md 4.5 to 4.7.
 */
export class Execution {
  readonly #rules: Rules;
  readonly #stateMachine: StateMachine;
  readonly #pending: PendingCommands;
  readonly #acceptor: Acceptor;
  readonly #learner: Learner;
  readonly #reads: Reads;
  #wallMs = 0;
  #executedAtWallMs = Number.NEGATIVE_INFINITY;

  /** `pending`: the commands of clients of this node. */
  constructor(
    rules: Rules,
    stateMachine: StateMachine,
    pending: PendingCommands,
    { acceptor, learner, reads }: ExecutingRoles,
  ) {
    this.#rules = rules;
    this.#stateMachine = stateMachine;
    this.#pending = pending;
    this.#acceptor = acceptor;
    this.#learner = learner;
    this.#reads = reads;
  }

  /** What the wall clock says at the event that follows; for mutants only. */
  setWallTime(wallMs: number): void {
    this.#wallMs = wallMs;
  }

  /** True when offering `value` again can change nothing: it is chosen somewhere. */
  isSettled(value: Value): boolean {
    return this.#learner.isWaiting(value) || this.#stateMachine.outcomeOf(value) !== null;
  }

  /** Executes whatever may be executed. */
  goOn(effects: Effects): void {
    for (let next = this.#takeNext(); next !== null; next = this.#takeNext()) {
      const { instance, value } = next;
      const isExecuted = value !== noOp && this.#rules.executes(this.#wallMs, this.#executedAtWallMs);
      const { outcome, isDuplicate } = isExecuted
        ? this.#stateMachine.apply(value)
        : { outcome: null, isDuplicate: false };
      if (isExecuted) this.#executedAtWallMs = this.#wallMs;
      this.#acceptor.onApplied(value);
      effects.push({ kind: 'trace', event: { kind: 'applied', instance, value, duplicate: isDuplicate } });
      if (outcome !== null && this.#pending.remove(value)) effects.push({ kind: 'answer', value, outcome });
    }
    this.#answerReads(effects);
  }

  #answerReads(effects: Effects): void {
    for (const value of this.#reads.takeReady(this.#learner.applied)) {
      const outcome = this.#stateMachine.readLocally(value);
      if (outcome !== null) effects.push({ kind: 'answer', value, outcome });
    }
  }

  #takeNext(): Readonly<{ instance: number; value: Value }> | null {
    return this.#reads.mayExecuteNext() ? this.#learner.takeNext() : null;
  }
}
