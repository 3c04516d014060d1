import type { Op } from '#checker';
import { decodeCommand, type KeyValueOperation, type Value } from '#cluster-node';
import { invariant } from '#foundation';
import type { PlayStage } from '../execute-run.ts';
import type { Completion } from '../ports/index.ts';

/** One command: under which process it is recorded, and where clients wait for its answer. */
type Call = { readonly process: number; readonly waitingAt: Set<string>; isEnded: boolean; isSent: boolean };

/** The clients of a script: each command is one operation of a process of its own, however often and wherever it is asked for. */
export class PlayClients {
  readonly #stage: PlayStage;
  readonly #calls = new Map<Value, Call>();
  readonly #attempts: Promise<void>[] = [];

  constructor(stage: PlayStage) {
    this.#stage = stage;
  }

  /** Asks `node` for a command, and waits for nothing. */
  ask(node: string, value: Value): void {
    const command = decodeCommand(value);
    invariant(command !== null, 'clients ask for commands', { value });
    const operation = operationOf(command.operation);
    const call = this.#calls.get(value) ?? this.#begin(value, node, operation);
    const { cluster, opTimeoutMs } = this.#stage;
    const { client, sequence, acknowledged } = command;
    const endpoint = cluster.connect(node);
    call.waitingAt.add(node);
    const attempt = endpoint.attempt({ client, sequence, acknowledged, ...operation }, opTimeoutMs);
    this.#attempts.push(
      attempt.then(async (completion) => {
        call.waitingAt.delete(node);
        this.#take(call, completion, node, operation);
        await endpoint[Symbol.asyncDispose]();
      }),
    );
  }

  /** Whether a client waits at `node` for the answer to a command. */
  isWaiting(node: string, value: Value): boolean {
    return this.#calls.get(value)?.waitingAt.has(node) === true;
  }

  /** Resolves when every client has its answer, or has given up. */
  async ended(): Promise<void> {
    await Promise.all(this.#attempts);
  }

  #begin(value: Value, node: string, operation: Asked): Call {
    const call: Call = { process: this.#calls.size, waitingAt: new Set(), isEnded: false, isSent: false };
    this.#calls.set(value, call);
    this.#stage.recorder.record({ process: call.process, ...operation, node, type: 'invoke' });
    return call;
  }

  /** The first definite answer counts; without one the outcome is known when nobody waits any more. */
  #take(call: Call, completion: Completion, node: string, operation: Asked): void {
    if (completion.kind !== 'indefinite' || completion.sent) call.isSent = true;
    const isOpen = completion.kind === 'indefinite' && call.waitingAt.size > 0;
    if (call.isEnded || isOpen) return;
    call.isEnded = true;
    const known = completion.kind === 'indefinite' ? { ...completion, sent: call.isSent } : completion;
    this.#stage.recorder.record({ process: call.process, ...operation, node, ...ending(known, operation) });
  }
}

type Asked = Readonly<{ f: string; key?: string; value: unknown }>;

function operationOf(operation: KeyValueOperation): Asked {
  switch (operation.f) {
    case 'read':
      return { f: 'read', key: operation.key, value: null };
    case 'write':
      return { f: 'write', key: operation.key, value: operation.value };
    case 'cas':
      return { f: 'cas', key: operation.key, value: [operation.from, operation.to] };
    case 'txn':
      return { f: 'txn', value: operation.micros };
  }
}

function ending(
  completion: Completion,
  { f, value }: Asked,
): Pick<Op, 'type' | 'value'> & Readonly<{ error?: string }> {
  switch (completion.kind) {
    case 'ok':
      return { type: 'ok', value: f === 'read' || f === 'txn' ? completion.value : value };
    case 'rejected':
      return { type: 'fail', value, error: completion.error };
    case 'indefinite':
      return { type: completion.sent ? 'info' : 'fail', value, error: completion.error };
  }
}
