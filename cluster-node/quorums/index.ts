export { assertMeaningful, type CardinalitySetting, QuorumSettingError, settingText } from './cardinality.ts';
export { cardinalityFamily, type QuorumFamily } from './family.ts';
export { nearestSafeSettings, smallestClassic, smallestFast } from './nearest-safe-settings.ts';
export { fullNodeSet, type NodeSet, nodeSetNodesMax, nodeSetSize } from './node-set.ts';
export { type CrashesSurvived, checkSetting, type QuorumReport, type QuorumRequirement } from './requirement.ts';
export type {
  CardinalitySystem,
  ExplicitSystem,
  GridSystem,
  QuorumSystem,
  WeightedSystem,
  ZoneRule,
  ZoneSystem,
} from './system.ts';
