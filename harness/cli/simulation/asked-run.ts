import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../harness-error.ts';
import { keptRunIn } from '../../hunt/kept-run.ts';
import { drawScenario, type SimOutcome, type SimScenario } from '../../simulation/index.ts';
import { type AskedSwarm, drawOptions, givenSwarmFlag } from './asked-swarm.ts';
import { readScenarioFile } from './scenario-file.ts';

/** A run that is to be repeated: a scenario, and what came of it before; or a run of an environment, in its directory. */
export type AskedRun =
  | Readonly<{ kind: 'scenario'; scenario: SimScenario; recorded: SimOutcome | null }>
  | Readonly<{ kind: 'stored'; directory: string }>;

/**
 * What is meant by RUN|SEED|SCENARIO: a directory that a hunt or a run made, a scenario file, or a seed from which a scenario
 * is drawn. @throws UsageError
 */
export function askedRun(what: string, asked: AskedSwarm): AskedRun {
  if (!existsSync(what)) {
    if (!/^\d+$/.test(what)) {
      throw new UsageError(`there is no ${what}; name the directory of a run, a scenario file, or a seed.`);
    }
    const seed = Number(what);
    if (!Number.isSafeInteger(seed)) throw new UsageError(`a seed is at most ${Number.MAX_SAFE_INTEGER}, not ${what}.`);
    return { kind: 'scenario', scenario: drawScenario(seed, drawOptions(asked)), recorded: null };
  }
  const given = givenSwarmFlag(asked);
  if (given !== undefined) throw new UsageError(`${what} says what ${given} would say; it is for a seed.`);
  if (!statSync(what).isDirectory()) return { kind: 'scenario', scenario: readScenarioFile(what), recorded: null };
  const kept = keptRunIn(what);
  if (kept !== null)
    return { kind: 'scenario', scenario: readScenarioFile(kept.scenarioFile), recorded: kept.recorded };
  if (existsSync(join(what, 'plan.json'))) return { kind: 'stored', directory: what };
  throw new UsageError(`${what} is no run: it has neither scenario.json nor plan.json.`);
}
