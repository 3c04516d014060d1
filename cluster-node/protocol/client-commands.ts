import type { Acceptor } from './acceptor.ts';
import { broadcast } from './broadcast.ts';
import type { ReplicaConfiguration } from './configuration.ts';
import type { Coordinator } from './coordinator.ts';
import type { Effects } from './effects.ts';
import type { Leadership } from './leadership.ts';
import type { Message } from './messages.ts';
import type { Pace } from './pace.ts';
import type { PendingCommands } from './pending-commands.ts';
import type { Reads } from './reads.ts';
import type { Rules } from './rules.ts';
import type { StateMachine } from './state-machine.ts';
import type { Value } from './value.ts';

/** The roles of the same node through which a command goes on its way. */
type CommandRoles = Readonly<{ acceptor: Acceptor; coordinator: Coordinator; leadership: Leadership; reads: Reads }>;

/**
 * The home node's side of commands: answers at once what it can, and offers the rest, again and again until it is executed:
 * to all acceptors while a fast round is open, else to the leader. protocol.md 4.3, 4.6 and 4.7.
 */
export class ClientCommands {
  readonly #configuration: ReplicaConfiguration;
  readonly #rules: Rules;
  readonly #stateMachine: StateMachine;
  readonly #pending: PendingCommands;
  readonly #roles: CommandRoles;

  /** `pending`: what was asked for here and is not executed. */
  constructor(
    configuration: ReplicaConfiguration,
    rules: Rules,
    stateMachine: StateMachine,
    pending: PendingCommands,
    roles: CommandRoles,
  ) {
    this.#configuration = configuration;
    this.#rules = rules;
    this.#stateMachine = stateMachine;
    this.#pending = pending;
    this.#roles = roles;
  }

  /** A client of this node asks for `value`. */
  onCommand(value: Value, pace: Pace, nowMs: number, effects: Effects): void {
    const { leadership, reads } = this.#roles;
    const read = this.#configuration.reads === 'log' ? null : this.#stateMachine.readLocally(value);
    if (read !== null && reads.areVouched && this.#rules.asksLeader)
      return reads.ask(value, leadership.leader, effects);
    const known = read ?? this.#stateMachine.outcomeOf(value);
    if (known !== null) {
      effects.push({ kind: 'answer', value, outcome: known });
    } else if (this.#pending.has(value)) {
      return;
    } else if (this.#pending.add(value, pace, nowMs)) {
      this.#offer(value, nowMs, effects);
    } else {
      effects.push({
        kind: 'answer',
        value,
        outcome: { kind: 'unavailable', reason: 'too many commands are pending' },
      });
    }
  }

  /** Another leader than before is followed: it has heard of none of them. */
  offerAll(nowMs: number, effects: Effects): void {
    for (const value of this.#pending.all()) this.#offer(value, nowMs, effects);
  }

  /** Offers those again that have waited for long. */
  tick(pace: Pace, nowMs: number, effects: Effects): void {
    for (const value of this.#pending.takeDue(pace, nowMs)) this.#offer(value, nowMs, effects);
  }

  #offer(value: Value, nowMs: number, effects: Effects): void {
    const { acceptor, coordinator, leadership } = this.#roles;
    if (acceptor.openRound !== null) {
      const message: Message = { kind: 'propose', value, next: acceptor.cursor };
      broadcast(this.#configuration.names.length, message, effects);
    } else if (coordinator.mode !== 'idle') {
      coordinator.onForward(value, nowMs, effects);
    } else if (leadership.followed !== null) {
      effects.push({ kind: 'send', to: leadership.followed, message: { kind: 'forward', value } });
    }
  }
}
