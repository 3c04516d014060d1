import { Int32Column } from './growing-columns.ts';
import { endings, neverReturned, type OperationTable } from './operation-table.ts';
import { randomNumbers } from './random-history.ts';

/** What a generated history of registers is like. */
export type GeneratedRegisters = Readonly<{
  seed: number;
  operations: number;
  clients: number;
  keys: number;
  /** Each written value a new one, or drawn from 0 to this number - 1. */
  values: 'unique' | number;
  /** Percent of operations that crash. */
  crashPercent: number;
  /** Answers one late read with a value that had surely been overwritten before it began (unique values only). */
  hasStaleRead: boolean;
}>;

const functions = ['read', 'write', 'cas'] as const;
const [ok, fail, info] = ['ok', 'fail', 'info'].map((name) => endings.indexOf(name as never));
