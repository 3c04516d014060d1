import { settingText } from './cardinality.ts';
import { nearestSafeSettings } from './nearest-safe-settings.ts';
import { examineQuorums } from './safety/examine-quorums.ts';
import type { ExaminationLimits } from './safety/smallest-meeting.ts';
import type { QuorumSystem } from './systems/system.ts';
import { systemText } from './systems/system-text.ts';

/**
 * Why nodes should not run with `system`, in one or two sentences that begin with `quorums`; null: it is safe. What
 * could not be decided is no safer than what is unsafe. @throws QuorumSettingError when the system makes no sense
 */
export function quorumObjection(system: QuorumSystem, limits: ExaminationLimits = {}): string | null {
  const { safety, requirements, reason } = examineQuorums(system, limits);
  const quorums = `quorums ${systemText(system)}`;
  switch (safety) {
    case 'safe':
      return null;
    case 'undecided':
      return `${quorums} are not known to be safe: ${reason}.`;
    case 'unsafe': {
      const violated = requirements.filter(({ holds }) => holds === false).map(({ sentence }) => sentence);
      return `${quorums} are unsafe: ${violated.join('; ')}.${nearestSafe(system)}`;
    }
  }
}

function nearestSafe(system: QuorumSystem): string {
  if (system.kind !== 'cardinality') return '';
  return ` Nearest safe: ${nearestSafeSettings(system).map(settingText).join(' or ')}.`;
}
