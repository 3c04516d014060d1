import type { Op } from '#checker';
import { decodeCommand, type KeyValueOperation, type Value } from '#cluster-node';
import { assertNever, invariant } from '#foundation';
import type { StepOutcome } from '../counterexample/index.ts';
import type { PlayStage } from '../execute-run.ts';
import type { ActiveFault, Completion, Steering } from '../ports/index.ts';
import type { PlayScript, PlayStep } from './play-script.ts';

/** A message that has not come by then does not come; what it was to cause is missing too. */
const patienceMs = 2_000;
const impatienceMs = 200;
const lookEveryMs = 5;

/** Makes the steps of a script happen on a steered cluster, in their order, and lets it go. What did not come is told and no error. */
export async function performScript({ steps }: PlayScript, stage: PlayStage): Promise<readonly StepOutcome[]> {
  return new ScriptPerformer(stage).perform(steps);
}

class ScriptPerformer {
  readonly #stage: PlayStage;
  readonly #steering: Steering;
  readonly #killed = new Map<string, ActiveFault>();
  readonly #answers: Promise<void>[] = [];
  /** The process of each command; asking for it again is the same operation. */
  readonly #processes = new Map<Value, number>();
  #patienceMs = patienceMs;

  constructor(stage: PlayStage) {
    const { steering } = stage.cluster;
    invariant(steering !== undefined && steering !== null, 'a script needs a steered cluster');
    this.#stage = stage;
    this.#steering = steering;
  }

  async perform(steps: readonly PlayStep[]): Promise<readonly StepOutcome[]> {
    const outcomes: StepOutcome[] = [];
    for (const step of steps) {
      this.#stage.signal.throwIfAborted();
      const missing = await this.#perform(step);
      this.#patienceMs = missing.length > 0 ? impatienceMs : patienceMs;
      outcomes.push({ step: words(step), missing });
    }
    for (const fault of this.#killed.values()) await fault.heal(this.#stage.signal);
    await this.#steering.letGo();
    await Promise.all(this.#answers);
    return outcomes;
  }

  async #perform(step: PlayStep): Promise<readonly string[]> {
    const { cluster, signal } = this.#stage;
    switch (step.kind) {
      case 'deliver':
        return this.#deliver(step);
      case 'ask':
        this.#ask(step);
        return [];
      case 'begin-round':
        await this.#steering.beginRound(step.node, step.roundKind);
        return [];
      case 'kill':
        this.#killed.set(step.node, await cluster.faults.inject({ kind: 'kill', nodes: [step.node] }, signal));
        return [];
      case 'restart':
        await this.#killed.get(step.node)?.heal(signal);
        this.#killed.delete(step.node);
        return [];
      default:
        return assertNever(step);
    }
  }

  /** One message of that content on that link. */
  async #deliver({ from, to, message }: Extract<PlayStep, { kind: 'deliver' }>): Promise<readonly string[]> {
    const { clock } = this.#stage.cluster;
    const content = canonical(message);
    const untilNs = clock.nowNs() + this.#patienceMs * 1e6;
    for (;;) {
      const found = this.#steering.held.find(
        (held) => held.from === from && held.to === to && canonical(held.message) === content,
      );
      if (found !== undefined) {
        let isFirst = true;
        this.#steering.release((held) => {
          const isMeant = isFirst && held === found;
          if (isMeant) isFirst = false;
          return isMeant;
        });
        return [];
      }
      if (clock.nowNs() >= untilNs) return ['nothing like it was sent'];
      await clock.sleep(lookEveryMs, this.#stage.signal);
    }
  }

  #ask({ node, value }: Extract<PlayStep, { kind: 'ask' }>): void {
    const command = decodeCommand(value);
    invariant(command !== null, 'clients ask for commands', { value });
    const { cluster, recorder, opTimeoutMs } = this.#stage;
    const operation = operationOf(command.operation);
    const known = this.#processes.get(value);
    const process = known ?? this.#processes.size;
    this.#processes.set(value, process);
    const op = { process, ...operation, node };
    if (known === undefined) recorder.record({ ...op, type: 'invoke' });
    const endpoint = cluster.connect(node);
    const { client, sequence, acknowledged } = command;
    const attempt = { client, sequence, acknowledged, ...operation };
    this.#answers.push(
      endpoint.attempt(attempt, opTimeoutMs).then(async (completion) => {
        if (known === undefined) recorder.record({ ...op, ...ending(completion, operation) });
        await endpoint[Symbol.asyncDispose]();
      }),
    );
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

/** Equal for messages that say the same, in whatever order their fields come. */
function canonical(message: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(message).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function words(step: PlayStep): string {
  switch (step.kind) {
    case 'deliver':
      return `${step.from} to ${step.to}: ${JSON.stringify(step.message)}`;
    case 'ask':
      return `a client asks ${step.node} for ${step.value}`;
    case 'begin-round':
      return `${step.node} begins a ${step.roundKind} round`;
    case 'kill':
      return `${step.node} is killed`;
    case 'restart':
      return `${step.node} is started again`;
  }
}
