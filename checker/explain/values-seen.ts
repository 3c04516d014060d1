import type { OperationTable } from '../history/operation-table.ts';
import { attemptOf } from '../linearizability/attempt-of.ts';
import type { AnyModel } from '../models/model.ts';

/** Values that an operation found in the object, and values that it put there, as JSON. */
export type ValuesOfOperation = Readonly<{ seen: ReadonlySet<string>; made: ReadonlySet<string> }>;

/** Fields of a model's inputs that say where or who, and not what. */
const names = new Set(['f', 'key', 'register', 'process']);
/** Fields of a model's inputs that tell what was found. */
const findings = new Set(['from']);

/**
 * What an operation found and what it put there, for whatever model: an answer is found; what is asked for is put there,
 * unless it belongs to something that only looks, or is what a cas expects. Only values that tell something count: null,
 * true and false are everywhere. Meant for choosing what to show; no verdict depends on it.
 */
export function valuesOfRow(table: OperationTable, row: number, model: AnyModel): ValuesOfOperation {
  const { input, output } = model.parse(attemptOf(table, row));
  const seen = new Set<string>();
  const made = new Set<string>();
  collect(input, model.observes?.(input) === true ? seen : made, seen);
  collect(output, seen, seen);
  return { seen, made };
}

function collect(value: unknown, into: Set<string>, seen: Set<string>): void {
  if (typeof value === 'number' || typeof value === 'string') into.add(JSON.stringify(value));
  else if (Array.isArray(value)) for (const each of value) collect(each, into, seen);
  else if (typeof value === 'object' && value !== null) {
    const isRead = 'f' in value && value.f === 'read';
    for (const [name, field] of Object.entries(value)) {
      if (!names.has(name)) collect(field, isRead || findings.has(name) ? seen : into, seen);
    }
  }
}
