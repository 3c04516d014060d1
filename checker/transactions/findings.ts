import { endings, type OperationTable } from '../history/operation-table.ts';
import type { MicroOperation, TransactionTable } from './transaction-table.ts';
import { microOperationsOf } from './transaction-table.ts';

/** A transaction as it is shown to people and programs. */
export type ShownTransaction = Readonly<{
  /** Row of the operation table, from 0. */
  row: number;
  process: number;
  type: 'ok' | 'fail' | 'info';
  value: readonly MicroOperation[];
}>;

/** Transaction `t` for people. */
export function shownTransaction(table: TransactionTable, t: number): ShownTransaction {
  const { operations } = table;
  return {
    row: t,
    process: operations.process[t] ?? 0,
    type: typeOf(operations, t),
    value: microOperationsOf(table, t),
  };
}

/** One instance of an anomaly; which fields it has follows from its type, as in Elle (see `docs/checker.md`). */
export type AnomalyCase = Readonly<Record<string, unknown>>;

/** Anomalies by type, at most `casesMax` cases of each kept, all counted. */
export class Findings {
  readonly #cases = new Map<string, AnomalyCase[]>();
  readonly #counts = new Map<string, number>();
  readonly #casesMax: number;

  constructor(casesMax: number) {
    this.#casesMax = casesMax;
  }

  /** Notes one case; `show` is called only if it is kept. */
  add(type: string, show: () => AnomalyCase): void {
    const count = (this.#counts.get(type) ?? 0) + 1;
    this.#counts.set(type, count);
    if (count > this.#casesMax) return;
    const cases = this.#cases.get(type);
    if (cases) cases.push(show());
    else this.#cases.set(type, [show()]);
  }

  get types(): readonly string[] {
    return [...this.#counts.keys()].sort();
  }

  casesOf(type: string): readonly AnomalyCase[] {
    return this.#cases.get(type) ?? [];
  }

  countOf(type: string): number {
    return this.#counts.get(type) ?? 0;
  }
}

function typeOf({ type }: OperationTable, row: number): ShownTransaction['type'] {
  return endings[type[row] ?? 0] ?? 'info';
}
