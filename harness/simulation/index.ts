export { type Situation, situations } from './coverage.ts';
export { type DrawOptions, drawScenario } from './draw-scenario.ts';
export { type Protocol, protocols } from './draw-system.ts';
export { ScenarioError } from './json-reader.ts';
export { parseScenario } from './parse-scenario.ts';
export { type RunOptions, runScenario } from './run-scenario.ts';
export { scenarioText } from './scenario-text.ts';
export { convictingJudges, type SimJudge, type SimOutcome, type SimViolation } from './sim-outcome.ts';
export type {
  MessagePattern,
  MessageRule,
  SimDiskSetting,
  SimFault,
  SimNetworkSetting,
  SimOperation,
  SimScenario,
} from './sim-scenario.ts';
