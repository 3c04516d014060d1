import type { Operation } from '../history/operation.ts';

/** What an operation does to what it touches; a transaction may do both. */
export type ReadsAndWrites = Readonly<{ reads: boolean; writes: boolean }>;

/** Whether `operation` reads and whether it writes: by its function, or by those of its micro-operations. */
export function readsAndWrites({ f, input }: Pick<Operation, 'f' | 'input'>): ReadsAndWrites {
  if (f !== 'txn' || !Array.isArray(input)) return { reads: f === 'read', writes: f !== 'read' };
  const isRead = (micro: unknown): boolean => Array.isArray(micro) && micro[0] === 'r';
  return { reads: input.some(isRead), writes: !input.every(isRead) };
}
