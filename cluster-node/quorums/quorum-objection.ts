import { settingText } from './cardinality.ts';
import { nearestSafeSettings } from './nearest-safe-settings.ts';
import { checkSetting } from './requirement.ts';
import type { QuorumSystem } from './systems/system.ts';
import { systemText } from './systems/system-text.ts';

/**
 * Why nodes should not run with `system`, in one or two sentences that begin with `quorums`; null: it is safe.
 * @throws QuorumSettingError when the system makes no sense
 */
export function quorumObjection(system: QuorumSystem): string | null {
  if (system.kind !== 'cardinality') return `quorums ${systemText(system)} are not known to be safe.`;
  const { isSafe, requirements } = checkSetting(system);
  if (isSafe) return null;
  const violated = requirements.filter(({ holds }) => !holds).map(({ sentence }) => sentence);
  const nearest = nearestSafeSettings(system).map(settingText);
  return `quorums ${systemText(system)} are unsafe: ${violated.join('; ')}. Nearest safe: ${nearest.join(' or ')}.`;
}
