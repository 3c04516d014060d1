export type { LifeDifference, LifeReplay } from './compare-life.ts';
export { type FoundFailing, findFailing } from './find-failing.ts';
export type { NodeReplay } from './replay-node.ts';
export { type RunReplay, replayRun } from './replay-run.ts';
export { replayText } from './replay-text.ts';
export { scenarioOfRun } from './scenario-of-run.ts';
export { commandsSentAgain, type SentAgain } from './sent-again.ts';
