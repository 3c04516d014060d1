import type { OperationTable } from '../history/operation-table.ts';
import { refused } from '../models/model.ts';
import { operationsOf, type PlainResult } from './plain-result.ts';

type Balances = Readonly<Record<string, unknown>>;

/** One read of all accounts that is wrong. */
export type BankError = Readonly<{
  type: 'unexpected-key' | 'nil-balance' | 'wrong-total' | 'negative-value';
  /** Position of its invocation. */
  index: number;
  total: number;
  balances: Balances;
}>;

/** The errors of one type; the worst is the one that is furthest off. */
export type BankErrors = Readonly<{ count: number; first: BankError; worst: BankError; last: BankError }>;

/** What was read of a bank. */
export type BankResult = PlainResult<{
  readCount: number;
  errorCount: number;
  firstError: BankError | null;
  errors: Readonly<Partial<Record<BankError['type'], BankErrors>>>;
  /** What the balances should add up to. */
  total: number | null;
}>;

/** What is known of a bank; what is left out is taken from the first read. */
export type BankOptions = Readonly<{ accounts?: readonly string[]; total?: number; allowsNegative?: boolean }>;

/**
 * Operations `transfer` and `read` of all accounts (a map from account to balance): every read has no other accounts, the same
 * total, and no balance below zero unless that is allowed. Linear.
 *
 * ```ts
 * import { checkBank, TableBuilder } from 'ballotproof/checker';
 *
 * const builder = new TableBuilder();
 * builder.invoke({ process: 1, f: 'read', value: null });
 * builder.complete({ process: 1, type: 'ok', value: { ann: 10, bob: 10 } });
 * builder.invoke({ process: 1, f: 'read', value: null });
 * builder.complete({ process: 1, type: 'ok', value: { ann: 4, bob: 10 } });
 * console.log(checkBank(builder.build()).firstError?.type); // → wrong-total
 * ```
 * @throws ModelError when a read answers something that is no map
 */
export function checkBank(table: OperationTable, options: BankOptions = {}): BankResult {
  const reads = operationsOf(table).flatMap((operation) => {
    const { f, type, output, invokeIndex: index } = operation;
    if (f !== 'read' || type !== 'ok' || output === null || output === undefined) return [];
    if (typeof output !== 'object') throw refused('bank', operation, 'reads that answer a map from account to balance');
    return [{ balances: Object.fromEntries(Object.entries(output)), index }];
  });
  const [first] = reads;
  const accounts = new Set(options.accounts ?? Object.keys(first?.balances ?? {}));
  const total = options.total ?? (first ? totalOf(first.balances) : null);

  const found = reads.flatMap(({ balances, index }): readonly BankError[] => {
    const type = errorOf(balances, accounts, total, options.allowsNegative === true);
    return type === null ? [] : [{ type, index, total: totalOf(balances), balances }];
  });
  const kind = found.length > 0 ? 'invalid' : reads.length === 0 ? 'unknown' : 'valid';
  const errors = errorsByType(found, accounts, total ?? 0);
  return { kind, readCount: reads.length, errorCount: found.length, firstError: found[0] ?? null, errors, total };
}

function errorOf(
  balances: Balances,
  accounts: ReadonlySet<string>,
  total: number | null,
  allowsNegative: boolean,
): BankError['type'] | null {
  const amounts = Object.values(balances);
  if (Object.keys(balances).some((account) => !accounts.has(account))) return 'unexpected-key';
  if (amounts.some((amount) => typeof amount !== 'number')) return 'nil-balance';
  if (totalOf(balances) !== total) return 'wrong-total';
  return !allowsNegative && amounts.some((amount) => Number(amount) < 0) ? 'negative-value' : null;
}

function errorsByType(found: readonly BankError[], accounts: ReadonlySet<string>, total: number): BankResult['errors'] {
  const errors: Partial<Record<BankError['type'], BankErrors>> = {};
  for (const error of found) {
    const { count, first, worst } = errors[error.type] ?? { count: 0, first: error, worst: error };
    const isWorse = badnessOf(error, accounts, total) > badnessOf(worst, accounts, total);
    errors[error.type] = { count: count + 1, first, worst: isWorse ? error : worst, last: error };
  }
  return errors;
}

function badnessOf({ type, balances, total: found }: BankError, accounts: ReadonlySet<string>, total: number): number {
  const amounts = Object.values(balances);
  switch (type) {
    case 'unexpected-key':
      return Object.keys(balances).filter((account) => !accounts.has(account)).length;
    case 'nil-balance':
      return amounts.filter((amount) => typeof amount !== 'number').length;
    case 'wrong-total':
      return Math.abs(found - total);
    case 'negative-value':
      return amounts.reduce<number>((below, amount) => below - Math.min(0, Number(amount)), 0);
  }
}

function totalOf(balances: Balances): number {
  return Object.values(balances).reduce<number>((sum, amount) => sum + Number(amount ?? 0), 0);
}
