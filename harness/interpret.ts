import type { Op, OpType } from '#checker';
import { assertNever } from '#foundation';
import type { Clients } from './clients.ts';
import type { Clock, Completion, Generator, GeneratorContext, PlannedOp, Recorder, Rng } from './ports/index.ts';

export type Interpretation = Readonly<{
  generator: Generator;
  clients: Pick<Clients, 'home' | 'perform' | 'retire'>;
  recorder: Recorder;
  clock: Clock;
  rng: Rng;
  /** The processes to begin with, all idle. */
  processes: readonly number[];
  /** Ends the interpretation early: open ops are recorded as `info` and given up. */
  signal: AbortSignal;
}>;

/**
 * Issues what the generator asks for until it is done and every op has ended; gives back the processes that are left.
 * An op is recorded before its first byte is sent. After `info` its process is replaced by a new one, whose number is
 * higher by the number of processes: what the old client asked for may still happen, so it must not ask for more.
 */
export async function interpret(interpretation: Interpretation): Promise<readonly number[]> {
  const interpreter = new Interpreter(interpretation);
  await interpreter.run();
  return interpreter.idle;
}

class Interpreter {
  readonly #given: Interpretation;
  readonly #running = new Map<number, PlannedOp>();
  #generator: Generator;
  #idle: readonly number[];
  #wake: PromiseWithResolvers<void> = newWake();

  constructor(given: Interpretation) {
    this.#given = given;
    this.#generator = given.generator;
    this.#idle = given.processes;
  }

  get idle(): readonly number[] {
    return this.#idle;
  }

  async run(): Promise<void> {
    const { signal } = this.#given;
    const onAbort = (): void => this.#wake.resolve();
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted && (await this.#step()));
      for (const op of this.#running.values()) {
        this.#end(op, { kind: 'indefinite', error: 'interrupted', sent: true });
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Asks the generator once and does what it says. False: it is done, and so is every op. */
  async #step(): Promise<boolean> {
    const context = this.#context();
    const next = this.#generator.next(context);
    switch (next.kind) {
      case 'op':
        // A generator that plans ahead is asked again when it is time: until then its answer may change.
        if (next.op.atNs > context.nowNs) {
          await this.#wait(next.op.atNs);
        } else {
          this.#generator = next.generator;
          this.#begin(next.op);
        }
        return true;
      case 'pending':
        this.#generator = next.generator;
        await this.#wait(next.untilNs);
        return true;
      case 'done':
        if (this.#running.size > 0) await this.#wait(null);
        return this.#running.size > 0;
      default:
        return assertNever(next);
    }
  }

  #begin(op: PlannedOp): void {
    const { clients } = this.#given;
    this.#idle = this.#idle.filter((process) => process !== op.process);
    this.#running.set(op.process, op);
    this.#tell(op, 'invoke', op.value);
    clients.perform(op).then(
      (completion) => this.#end(op, completion),
      (error: unknown) => this.#wake.reject(error),
    );
  }

  /** Records how `op` ended. What comes after it was given up is nobody's answer any more. */
  #end(op: PlannedOp, completion: Completion): void {
    if (this.#running.get(op.process) !== op) return;
    this.#running.delete(op.process);
    const { type, value, error } = outcome(op, completion);
    const next = type === 'info' ? this.#replacement(op.process) : op.process;
    this.#idle = [...this.#idle, next];
    this.#tell(op, type, value, error);
    this.#wake.resolve();
  }

  #replacement(process: number): number {
    const { clients, processes } = this.#given;
    clients.retire(process).catch((error: unknown) => this.#wake.reject(error));
    return process + processes.length;
  }

  #tell(op: PlannedOp, type: OpType, value: unknown, error?: string): void {
    const { recorder, clients } = this.#given;
    const recorded: Op = recorder.record({
      process: op.process,
      type,
      f: op.f,
      ...(op.key !== undefined && { key: op.key }),
      value,
      ...(error !== undefined && { error }),
      node: clients.home(op),
      ...(op.final !== undefined && { final: op.final }),
    });
    this.#generator = this.#generator.update(recorded, this.#context());
  }

  #context(): GeneratorContext {
    return { nowNs: this.#given.clock.nowNs(), free: this.#idle, rng: this.#given.rng };
  }

  /** Until `untilNs`, or until an op ends or the signal aborts. */
  async #wait(untilNs: number | null): Promise<void> {
    const { clock } = this.#given;
    const awake = new AbortController();
    const waits: Promise<void>[] = [this.#wake.promise];
    if (untilNs !== null) {
      const delayMs = Math.max(0, (untilNs - clock.nowNs()) / 1e6);
      waits.push(clock.sleep(delayMs, awake.signal).catch(() => undefined));
    }
    await Promise.race(waits);
    awake.abort();
    this.#wake = newWake();
  }
}

/** Handled from the beginning, because it may be rejected when nobody waits any more. */
function newWake(): PromiseWithResolvers<void> {
  const wake = Promise.withResolvers<void>();
  wake.promise.catch(() => undefined);
  return wake;
}

/** Ops whose answer is what was seen; others are told what they asked for. */
const answered: ReadonlySet<string> = new Set(['read', 'txn']);

/** Only what certainly had no effect is `fail`: an op whose answer says so, and one of which no byte was sent. */
function outcome(op: PlannedOp, completion: Completion): Readonly<{ type: OpType; value: unknown; error?: string }> {
  switch (completion.kind) {
    case 'ok':
      return { type: 'ok', value: answered.has(op.f) ? completion.value : op.value };
    case 'rejected':
      return { type: 'fail', value: op.value, error: completion.error };
    case 'indefinite':
      return { type: completion.sent ? 'info' : 'fail', value: op.value, error: completion.error };
    default:
      return assertNever(completion);
  }
}
