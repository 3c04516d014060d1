export { type FaultChoice, type FaultPlan, faultOnLeader, plannedKind } from './fault-plan.ts';
export { FaultPlanError, type FaultSpec, parseFaultSpecs } from './fault-spec.ts';
export { clientsSender, grudgeLinks, type Link } from './grudge.ts';
export type { NemesisEvent } from './nemesis-event.ts';
export { type PartitionVariant, partitionVariants } from './partition.ts';
export { nearestWord } from './nearest-word.ts';
export { performSchedule, type SchedulePerformance } from './perform-schedule.ts';
export { type FaultStep, planSchedule, type ScheduleRequest } from './schedule.ts';
export { type Target, targetWords } from './target.ts';
