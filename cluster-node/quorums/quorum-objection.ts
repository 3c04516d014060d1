import { settingText } from './cardinality.ts';
import { nearestSafeSettings } from './nearest-safe-settings.ts';
import { fullNodeSet, type NodeSet } from './node-set.ts';
import { checkSetting } from './requirement.ts';
import { nodeNames } from './systems/nodes.ts';
import { quorumFamily } from './systems/quorum-family.ts';
import type { CardinalitySystem, QuorumSystem } from './systems/system.ts';
import { systemText } from './systems/system-text.ts';

/** So many nodes' colourings (3 to the power of it) are tried at once. */
const nodesMax = 12;

/**
 * Why nodes should not run with `system`, in one or two sentences that begin with `quorums`; null: it is safe.
 * @throws QuorumSettingError when the system makes no sense
 */
export function quorumObjection(system: QuorumSystem): string | null {
  if (system.kind === 'cardinality') return sizesObjection(system);
  const text = `quorums ${systemText(system)}`;
  if (nodeNames(system).length > nodesMax) return `${text} have too many nodes to be known to be safe.`;
  return isSafe(system) ? null : `${text} are unsafe: there are quorums that do not meet.`;
}

function sizesObjection(system: CardinalitySystem): string | null {
  const { isSafe: isSafeBySums, requirements } = checkSetting(system);
  if (isSafeBySums) return null;
  const violated = requirements.filter(({ holds }) => !holds).map(({ sentence }) => sentence);
  const nearest = nearestSafeSettings(system).map(settingText);
  return `quorums ${systemText(system)} are unsafe: ${violated.join('; ')}. Nearest safe: ${nearest.join(' or ')}.`;
}

/** Colours the nodes: those of two fast quorums, of one alone, of the other alone; a classic quorum is all of the first two. */
function isSafe(system: QuorumSystem): boolean {
  const family = quorumFamily(system);
  const everybody = fullNodeSet(family.nodes);
  const isSafeFrom = (node: number, both: NodeSet, one: NodeSet): boolean => {
    if (node < family.nodes) {
      const bit = 1 << node;
      return (
        isSafeFrom(node + 1, both | bit, one) &&
        isSafeFrom(node + 1, both, one | bit) &&
        isSafeFrom(node + 1, both, one)
      );
    }
    const other = everybody & ~both & ~one;
    if (!family.isPhase1(one | other)) return true;
    return !family.isClassic(both) && !(family.isFast(both | one) && family.isFast(both | other));
  };
  return isSafeFrom(0, 0, 0);
}
