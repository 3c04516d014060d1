import type { Operation } from '#checker';
import type { CommandOutcome, Value } from '#cluster-node';

/** One command on its way; `written`: what it writes, or null for a read. */
export type Invocation = Readonly<{ value: Value; written: number | null; node: number; incarnation: number }>;

type Entry = Invocation & { readonly invokeIndex: number; completeIndex: number | null; output: unknown };

/** What the clients of a tortured cluster saw: every command is a process of its own, on one key. */
export class TortureHistory {
  readonly #entries = new Map<Value, Entry>();
  #index = 0;
  #answered = 0;

  get answered(): number {
    return this.#answered;
  }

  invoke(invocation: Invocation): void {
    this.#entries.set(invocation.value, {
      ...invocation,
      invokeIndex: this.#index,
      completeIndex: null,
      output: undefined,
    });
    this.#index += 1;
  }

  /** The first answer counts; one that says nothing (`unavailable`) leaves the command open for ever. */
  answer(value: Value, node: number, outcome: CommandOutcome): void {
    const entry = this.#entries.get(value);
    if (entry === undefined || entry.completeIndex !== null || entry.node !== node || outcome.kind !== 'ok') return;
    entry.completeIndex = this.#index;
    entry.output = outcome.value;
    this.#index += 1;
    this.#answered += 1;
  }

  /** True while a command waits for the same life of its home node to answer it. */
  isOpen(incarnationOf: (node: number) => number): boolean {
    return this.open(incarnationOf).length > 0;
  }

  /** The commands that `isOpen` speaks of, for people. */
  open(incarnationOf: (node: number) => number): readonly string[] {
    return [...this.#entries.values()]
      .filter(({ completeIndex, node, incarnation }) => completeIndex === null && incarnationOf(node) === incarnation)
      .map(({ value, node }) => `${value} at n${node + 1}`);
  }

  operations(): readonly Operation[] {
    return [...this.#entries.values()].map((entry, process) => ({
      process,
      f: entry.written === null ? 'read' : 'write',
      key: 'x',
      input: entry.written,
      output: entry.output,
      type: entry.completeIndex === null ? 'info' : 'ok',
      invokeIndex: entry.invokeIndex,
      completeIndex: entry.completeIndex,
      invokeNs: entry.invokeIndex,
      completeNs: entry.completeIndex,
      node: `n${entry.node + 1}`,
      error: null,
      final: false,
    }));
  }
}
