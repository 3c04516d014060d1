import { type OperationTable, TableBuilder } from '#checker';
import type { CommandOutcome, Value } from '#cluster-node';

/** One command on its way; `written`: what it writes, or null for a read. */
export type Invocation = Readonly<{ value: Value; written: number | null; node: number; incarnation: number }>;

type Entry = Invocation & { readonly process: number; isAnswered: boolean };

/** What the clients of a tortured cluster saw: every command is a process of its own, on one key. */
export class TortureHistory {
  readonly #entries = new Map<Value, Entry>();
  readonly #builder = new TableBuilder();
  #answered = 0;

  get answered(): number {
    return this.#answered;
  }

  invoke(invocation: Invocation): void {
    const { value, written, node } = invocation;
    const process = this.#entries.size;
    this.#entries.set(value, { ...invocation, process, isAnswered: false });
    const f = written === null ? 'read' : 'write';
    this.#builder.invoke({ process, f, key: 'x', value: written, node: `n${node + 1}` });
  }

  /** The first answer counts; one that says nothing (`unavailable`) leaves the command open for ever. */
  answer(value: Value, node: number, outcome: CommandOutcome): void {
    const entry = this.#entries.get(value);
    if (entry === undefined || entry.isAnswered || entry.node !== node || outcome.kind !== 'ok') return;
    entry.isAnswered = true;
    this.#builder.complete({ process: entry.process, type: 'ok', value: outcome.value });
    this.#answered += 1;
  }

  /** True while a command waits for the same life of its home node to answer it. */
  isOpen(incarnationOf: (node: number) => number): boolean {
    return this.open(incarnationOf).length > 0;
  }

  /** The commands that `isOpen` speaks of, for people. */
  open(incarnationOf: (node: number) => number): readonly string[] {
    return [...this.#entries.values()]
      .filter(({ isAnswered, node, incarnation }) => !isAnswered && incarnationOf(node) === incarnation)
      .map(({ value, node }) => `${value} at n${node + 1}`);
  }

  /** What was asked and answered so far. */
  table(): OperationTable {
    return this.#builder.build();
  }
}
