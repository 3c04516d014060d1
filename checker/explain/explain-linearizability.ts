import { monotonicMs } from '../adapters/monotonic-ms.ts';
import type { Operation } from '../history/operation.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { operationOfRow } from '../history/table-rows.ts';
import { attemptOf } from '../linearizability/attempt-of.ts';
import type { PartViolation } from '../linearizability/linearizability-result.ts';
import { partitions, partsByModel } from '../linearizability/partitions.ts';
import type { AnyModel } from '../models/model.ts';
import { modelNamed } from '../models/named-models.ts';
import { type MinimalPart, minimalPart } from './minimal-part.ts';
import { type PartialOrder, partialOrders } from './partial-orders.ts';

/** An operation of an explanation, and what the model calls it: `read 3`. */
export type ExplainedOperation = Operation &
  Readonly<{
    label: string;
    /** `blamed`: cannot be left out; `origin`: made a value that another one saw. */
    role: 'blamed' | 'origin';
  }>;

/** Why a history is not linearizable, by a sub-history that a person takes in; JSON. */
export type LinearizabilityExplanation = Readonly<{
  kind: 'linearizability';
  model: string;
  key: string | number | null;
  decider: string;
  /** Of the decider, where it knows; a phrase. */
  why: string | null;
  /** How many operations the key has in all. */
  partSize: number;
  /** What is known of those that were left out (`MinimalPart`). */
  proof: MinimalPart['proof'];
  isClosed: boolean;
  isMinimal: boolean;
  /** Illegal alone; in the order of their invocations. */
  operations: readonly ExplainedOperation[];
  /** The longest legal orders of some of them, each with the operation that does not fit. Operations go by their places. */
  orders: readonly PartialOrder[];
}>;

export type ExplainOptions = Readonly<{
  /** Milliseconds since any moment; never goes back. Default: the clock of the process. */
  now?: () => number;
  /** After this time the best so far is explained. Default: 5000. */
  timeLimitMs?: number;
}>;

/**
 * Explains one part that is not linearizable: finds few of its operations that are illegal alone, and the orders in which
 * these can be put at best.
 *
 * ```ts
 * import { checkLinearizability, explainLinearizability, readTable } from 'ballotproof/checker';
 *
 * const { table } = await readTable('history.jsonl');
 * const { violations } = checkLinearizability(table, 'register');
 * for (const violation of violations) {
 *   const { operations, orders } = explainLinearizability(table, 'register', violation);
 *   console.log(operations.map(({ label }) => label), orders[0]?.trials);
 * }
 * ```
 * @throws ModelError when there is no such model, or an operation is not one of the model's
 */
export function explainLinearizability(
  table: OperationTable,
  modelOrName: AnyModel | string,
  violation: PartViolation,
  { now = monotonicMs, timeLimitMs = 5_000 }: ExplainOptions = {},
): LinearizabilityExplanation {
  const model = typeof modelOrName === 'string' ? modelNamed(modelOrName) : modelOrName;
  const { key, decider, why, conflict } = violation;
  const parts = model.partition ? partsByModel(table, model) : partitions(table);
  const part = parts.find((one) => one.key === key)?.rows ?? new Int32Array(0);
  const limits = { now, deadlineMs: now() + timeLimitMs };
  const { rows, core, proof, isClosed, isMinimal } = minimalPart({ table, part, model, conflict }, limits);
  const blamed = new Set(core.length === 0 ? rows : core);
  return {
    kind: 'linearizability',
    model: model.name,
    key,
    decider,
    why,
    partSize: part.length,
    proof,
    isClosed,
    isMinimal,
    operations: rows.map((row) => ({
      ...operationOfRow(table, row),
      label: labelOf(table, row, model),
      role: blamed.has(row) ? 'blamed' : 'origin',
    })),
    orders: partialOrders(table, rows, model, isClosed),
  };
}

function labelOf(table: OperationTable, row: number, model: AnyModel): string {
  const { input, output } = model.parse(attemptOf(table, row));
  return model.describe(input, output);
}
