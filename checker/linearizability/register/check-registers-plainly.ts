import type { OperationTable } from '../../history/operation-table.ts';
import { Budget, type BudgetOptions } from '../budget.ts';
import { partitions } from '../partitions.ts';
import { plainReference } from './plain-reference.ts';
import { registerCalls, registerColumns } from './register-calls.ts';

/**
 * Judges registers key by key with nothing but the plain search of `plainReference`. Benchmarks show by it what the
 * other deciders are worth; nobody else should want it.
 */
export function checkRegistersPlainly(table: OperationTable, options: BudgetOptions): 'valid' | 'invalid' | 'unknown' {
  const columns = registerColumns(table);
  const budget = new Budget(options);
  let isUnknown = false;
  for (const { rows } of partitions(table)) {
    const { kind } = plainReference.decide(registerCalls(columns, rows), budget);
    if (kind === 'not-linearizable') return 'invalid';
    if (kind !== 'linearizable') isUnknown = true;
  }
  return isUnknown ? 'unknown' : 'valid';
}
