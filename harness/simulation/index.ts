export { type Situation, situations } from './coverage.ts';
export { type RunOptions, runScenario } from './run-scenario.ts';
export type { SimJudge, SimOutcome, SimViolation } from './sim-outcome.ts';
export type {
  MessagePattern,
  MessageRule,
  SimDiskSetting,
  SimFault,
  SimNetworkSetting,
  SimOperation,
  SimScenario,
} from './sim-scenario.ts';
