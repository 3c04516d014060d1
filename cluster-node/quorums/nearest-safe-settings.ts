import { assertMeaningful, type CardinalitySetting } from './cardinality.ts';

/**
 * The safe settings with the same number of nodes whose sizes differ least in sum from those of `setting`, by rising
 * phase-1 quorum; a safe setting is its own and only answer. @throws QuorumSettingError when the sizes mean nothing
 */
export function nearestSafeSettings(setting: CardinalitySetting): readonly CardinalitySetting[] {
  assertMeaningful(setting);
  // Only larger quorums help, and once phase 1 is fixed the two others depend on nothing else.
  const candidates: CardinalitySetting[] = [];
  for (let phase1 = setting.phase1; phase1 <= setting.nodes; phase1 += 1) {
    candidates.push({
      nodes: setting.nodes,
      phase1,
      classic: Math.max(setting.classic, smallestClassic(setting.nodes, phase1)),
      fast: setting.fast === null ? null : Math.max(setting.fast, smallestFast(setting.nodes, phase1)),
    });
  }
  const change = (other: CardinalitySetting): number => sizesInSum(other) - sizesInSum(setting);
  const leastChange = Math.min(...candidates.map(change));
  return candidates.filter((candidate) => change(candidate) === leastChange);
}

/** The smallest classic quorum that is safe with phase-1 quorums of `phase1`: from L + R > N. */
export function smallestClassic(nodes: number, phase1: number): number {
  return nodes - phase1 + 1;
}

/** The smallest fast quorum that is safe with phase-1 quorums of `phase1`: from L + 2F > 2N. */
export function smallestFast(nodes: number, phase1: number): number {
  return nodes - Math.ceil(phase1 / 2) + 1;
}

function sizesInSum({ phase1, classic, fast }: CardinalitySetting): number {
  return phase1 + classic + (fast ?? 0);
}
