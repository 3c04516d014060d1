import { createHash } from 'node:crypto';
import { assertNever } from '#foundation';
import type { KeyValueOperation, Scalar } from '../client-protocol.ts';
import type { SessionRule } from '../protocol/learner-rules.ts';
import type { CommandOutcome, StateMachine } from '../protocol/state-machine.ts';
import type { Value } from '../protocol/value.ts';
import { decodeCommand } from './command.ts';
import { Lists } from './lists.ts';
import { Sessions } from './sessions.ts';

/** The replicated key-value store: read, write, cas and transactions over lists, each executed once per (client, sequence). */
export class KeyValueStore implements StateMachine {
  readonly #data = new Map<string, Scalar>();
  readonly #lists = new Lists();
  readonly #sessions: Sessions;

  /** `sessions`: what is kept to execute each command once. */
  constructor(sessions: SessionRule = 'window') {
    this.#sessions = new Sessions(sessions);
  }

  apply(value: Value): { outcome: CommandOutcome; isDuplicate: boolean } {
    const command = decodeCommand(value);
    if (command === null)
      return { outcome: { kind: 'rejected', reason: 'not a command', value: null }, isDuplicate: false };
    const { client, sequence, acknowledged } = command;
    const before = this.#sessions.outcomeOf(client, sequence);
    if (before !== null) return { outcome: before, isDuplicate: true };
    const outcome = this.#execute(command.operation);
    this.#sessions.record(client, sequence, outcome);
    this.#sessions.acknowledge(client, acknowledged);
    return { outcome, isDuplicate: false };
  }

  outcomeOf(value: Value): CommandOutcome | null {
    const command = decodeCommand(value);
    return command === null ? null : this.#sessions.outcomeOf(command.client, command.sequence);
  }

  readLocally(value: Value): CommandOutcome | null {
    const operation = decodeCommand(value)?.operation;
    return operation !== undefined && isReadOnly(operation) ? this.#execute(operation) : null;
  }

  /** SHA-256, in hexadecimal, of all data and sessions. */
  digest(): string {
    const data = [...this.#data].sort(([a], [b]) => (a < b ? -1 : 1));
    return createHash('sha256')
      .update(JSON.stringify([data, this.#lists.entries(), this.#sessions.entries()]))
      .digest('hex');
  }

  #execute(operation: KeyValueOperation): CommandOutcome {
    if (operation.f === 'txn') return this.#lists.execute(operation.micros);
    const held = this.#data.get(operation.key) ?? null;
    switch (operation.f) {
      case 'read':
        return { kind: 'ok', value: held };
      case 'write':
        this.#data.set(operation.key, operation.value);
        return { kind: 'ok', value: operation.value };
      case 'cas':
        if (held !== operation.from) return { kind: 'rejected', reason: 'cas-mismatch', value: held };
        this.#data.set(operation.key, operation.to);
        return { kind: 'ok', value: operation.to };
      default:
        return assertNever(operation);
    }
  }
}

function isReadOnly(operation: KeyValueOperation): boolean {
  return operation.f === 'read' || (operation.f === 'txn' && operation.micros.every(([f]) => f === 'r'));
}
