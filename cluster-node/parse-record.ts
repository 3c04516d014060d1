import type { JournalRecord } from './protocol/records.ts';
import { isRound } from './protocol/round.ts';

/** The journal record that `value` is, or null. */
export function parseRecord(value: unknown): JournalRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, node, incarnation, promised, votes, round, instance, value: chosen } = value as Record<string, unknown>;
  switch (kind) {
    case 'start':
      return typeof node === 'string' && isCount(incarnation) && isRound(promised) && (votes === 0 || isCount(votes))
        ? { kind, node, incarnation, promised, votes }
        : null;
    case 'began':
    case 'promise':
      return isRound(round) ? { kind, round } : null;
    case 'promise-instance':
      return isCount(instance) && isRound(round) ? { kind, instance, round } : null;
    case 'vote':
      return isCount(instance) && isRound(round) && typeof chosen === 'string'
        ? { kind, instance, round, value: chosen }
        : null;
    case 'chosen':
      return isCount(instance) && typeof chosen === 'string' ? { kind, instance, value: chosen } : null;
    default:
      return null;
  }
}

/** True for a whole number from 1. */
function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}
