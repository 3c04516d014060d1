export type { LifeDifference, LifeReplay } from './compare-life.ts';
export type { NodeReplay } from './replay-node.ts';
export { type RunReplay, replayRun } from './replay-run.ts';
export { replayText } from './replay-text.ts';
