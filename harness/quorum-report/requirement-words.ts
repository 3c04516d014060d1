import type { ExaminedRequirement, QuorumSystem } from '#quorums';
import { countOf } from './numbers-in-words.ts';

/** Requirements for people. */
export const requirementName: Readonly<Record<ExaminedRequirement['name'], string>> = {
  'phase-1 meets classic': 'every phase-1 quorum meets every classic quorum',
  'phase-1 meets two fast': 'every phase-1 quorum meets any two fast quorums, all in one node',
  'two fast meet': 'any two fast quorums meet',
};

/** Whether a requirement holds, in one word of the same width. */
export function answer({ holds }: Pick<ExaminedRequirement, 'holds'>): string {
  return holds === null ? '?' : holds ? 'yes' : 'NO';
}

/** What the margin of a requirement means. */
export function inCommon({ holds, margin }: Pick<ExaminedRequirement, 'holds' | 'margin'>): string {
  if (holds === null) return 'not known';
  if (margin === null) return 'in a node';
  if (margin > 0) return `in at least ${countOf(margin, 'node')}`;
  return margin === 0 ? 'in none' : `in none, ${1 - margin} short`;
}

/** The numbers that decide a requirement; null where there are no sums, and what is in common says all. */
export function sumsText(system: QuorumSystem, { sentence }: Pick<ExaminedRequirement, 'sentence'>): string | null {
  return system.kind === 'cardinality' || system.kind === 'weighted' ? sentence : null;
}
