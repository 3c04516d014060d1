export { assertMeaningful, type CardinalitySetting, QuorumSettingError, settingText } from './cardinality.ts';
export { availability, type FailureProbabilities } from './costs/availability.ts';
export { collisionProbability, collisionProbabilityBetween } from './costs/collision-probability.ts';
export { type CrashTolerance, crashTolerance, smallestBlockingSet } from './costs/crash-tolerance.ts';
export { type DelaysMs, expectedLatencies, type Geography, type Latency } from './costs/latency.ts';
export { type MessageCosts, messageCosts } from './costs/message-costs.ts';
export { dominatedBy, paretoSettings, safeSettings } from './costs/pareto-settings.ts';
export type { QuorumPath } from './costs/quorum-paths.ts';
export { expectedWaitingTimes } from './costs/waiting-time.ts';
export { cardinalityFamily, type QuorumFamily } from './family.ts';
export {
  fromLamport,
  type LamportSetting,
  largestClassicCrashes,
  largestFastCrashes,
  toLamport,
} from './lamport.ts';
export { nearestSafeSettings, smallestClassic, smallestFast } from './nearest-safe-settings.ts';
export { fullNodeSet, type NodeSet, nodeSetNodesMax, nodeSetSize } from './node-set.ts';
export { quorumObjection } from './quorum-objection.ts';
export { type CrashesSurvived, checkSetting, type QuorumReport, type QuorumRequirement } from './requirement.ts';
export { closestQuorums } from './safety/closest-quorums.ts';
export {
  disjointFastQuorums,
  type ExaminedRequirement,
  examineQuorums,
  type QuorumExamination,
  type Witness,
} from './safety/examine-quorums.ts';
export { examineRounds, type RoundPair, type RoundsExamination } from './safety/examine-rounds.ts';
export { minimalSets } from './safety/minimal-sets.ts';
export type { QuorumPhase, QuorumSide } from './safety/quorum-side.ts';
export type { ExaminationLimits } from './safety/smallest-meeting.ts';
export { usesFastRounds, withoutFast } from './systems/fast-rounds.ts';
export { assertMeaningfulSystem } from './systems/meaningful-system.ts';
export { allAboard, evenNodes, majority, singleton } from './systems/named-systems.ts';
export { membersOf, nodeNames, nodeSetOf } from './systems/nodes.ts';
export { parseQuorumSystem, parseRoundFamilies } from './systems/parse-quorum-system.ts';
export { quorumFamily } from './systems/quorum-family.ts';
export type {
  CardinalitySystem,
  ExplicitSystem,
  GridSystem,
  QuorumSystem,
  WeightedSystem,
  ZoneRule,
  ZoneSystem,
} from './systems/system.ts';
export { systemJson } from './systems/system-json.ts';
export { systemText } from './systems/system-text.ts';
