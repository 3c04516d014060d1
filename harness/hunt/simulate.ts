import { setInvariants } from '#foundation';
import { type RunOptions, runScenario, type SimOutcome, type SimScenario } from '../simulation/index.ts';

/**
 * Runs a scenario as hunting, replaying and shrinking do, so that all three mean the same run: the assertions of a node
 * that is broken on purpose are off, because it is to be convicted from outside.
 */
export function simulate(scenario: SimScenario, options: RunOptions = {}): SimOutcome {
  setInvariants(scenario.mutant === null);
  try {
    return runScenario(scenario, options);
  } finally {
    setInvariants(true);
  }
}
