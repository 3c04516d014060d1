import type { Op } from '../history/op.ts';
import type { Operation } from '../history/operation.ts';
import { pairOps } from '../history/pair-ops.ts';

/** One register of a history: who read it, and who may have changed it, in the order in which they began. */
export class Register {
  readonly key: number | string | null;
  readonly initial = null;
  /** Reads that were answered. */
  readonly reads: readonly Operation[];
  /** Writes and cas that took effect or may have: all but those that failed. */
  readonly changes: readonly Operation[];
  readonly #makers: ReadonlyMap<string, readonly Operation[]>;

  constructor(key: number | string | null, operations: readonly Operation[]) {
    this.key = key;
    this.reads = operations.filter(({ f, type }) => f === 'read' && type === 'ok');
    this.changes = operations.filter(({ f, type }) => (f === 'write' || f === 'cas') && type !== 'fail');
    this.#makers = Map.groupBy(this.changes, (change) => JSON.stringify(this.valueMadeBy(change)));
  }

  /** All that may have made the register hold `value`, apart from its beginning. */
  makersOf(value: unknown): readonly Operation[] {
    return this.#makers.get(JSON.stringify(value)) ?? [];
  }

  valueMadeBy({ f, input }: Operation): unknown {
    return f === 'cas' && Array.isArray(input) ? input[1] : input;
  }

  /** Whether `change` is a cas that takes effect only where the register holds `value`. */
  needsValue({ f, input }: Operation, value: unknown): boolean {
    return f === 'cas' && Array.isArray(input) && this.sameValue(input[0], value);
  }

  sameValue(one: unknown, other: unknown): boolean {
    return JSON.stringify(one) === JSON.stringify(other);
  }
}

/** The registers of a history. @throws HistoryError HISTORY_UNPAIRED */
export function registersOf(ops: readonly Op[]): readonly Register[] {
  const keys = Map.groupBy(pairOps(ops), ({ key }) => key);
  return [...keys].map(([key, operations]) => new Register(key, operations));
}

/** Whether `one` was over before `other` began. */
export function precedes(one: Operation, other: Operation): boolean {
  return one.completeIndex !== null && one.completeIndex < other.invokeIndex;
}
