import { simulate } from '../hunt/simulate.ts';
import type { SimOutcome, SimScenario, SimViolation } from '../simulation/index.ts';
import { beforeHealing } from './before-healing.ts';
import { calmNetwork, failSooner } from './calm-network.ts';
import { faultList, leaveOut, lostList, messageList, operationList } from './leave-out.ts';
import { leaveOutNodes } from './leave-out-nodes.ts';
import { withLeadersNamed } from './name-leaders.ts';
import { roundsByRequest } from './rounds-by-request.ts';
import { simplify } from './simplify.ts';
import { Trials, type TrialsRequest } from './trials.ts';

/** What a shrinking came to. */
export type Shrunk = Readonly<{
  scenario: SimScenario;
  /** Of its run, as `replay` repeats it. */
  outcome: SimOutcome;
  /** What was kept: that with which the run ends, unless `simulate` of the request lets it go on. */
  violation: SimViolation;
  /** How many candidates were run. */
  runs: number;
  /** False when time was over, or somebody had enough, before nothing could be left out any more. */
  isMinimal: boolean;
}>;

export type ShrinkRequest = Pick<
  TrialsRequest,
  'scenario' | 'clock' | 'timeLimitMs' | 'runsMax' | 'simulate' | 'keeps' | 'stop' | 'observe'
>;

/**
 * Reduces a failing scenario: faults, then operations, then rules for messages, nodes and what chance decided, then numbers; again and
 * again until nothing can be left out. Only what fails with the same fingerprint is kept, so that another bug does not take the
 * place of the one that was found. Null: the scenario does not fail.
 */
export async function shrink(request: ShrinkRequest): Promise<Shrunk | null> {
  const first = (request.simulate ?? simulate)(request.scenario);
  if (first.violation === null) return null;
  const trials = new Trials({ ...request, violation: first.violation, events: first.events });
  await cutTheRest(trials, first);
  let hasChanged = true;
  for (let pass = 1; hasChanged && pass <= passesMax && !trials.isOver; pass += 1) {
    hasChanged = false;
    for (const [name, step] of request.keeps === undefined ? steps : [...steps, playableStep]) {
      if (trials.isOver) break;
      trials.begin(name);
      if (await step(trials)) hasChanged = true;
    }
  }
  const { violation } = trials;
  const scenario = { ...trials.best, because: storyOf(request.scenario, violation.judge) };
  return { scenario, outcome: simulate(scenario), violation, runs: trials.runs, isMinimal: !trials.isOver };
}

/** Three or four are usual; what goes on changing without end gets no smaller. */
const passesMax = 20;

const steps: readonly (readonly [name: string, step: (trials: Trials) => Promise<boolean>])[] = [
  ['faults', (trials) => leaveOut(trials, faultList)],
  ['operations', (trials) => leaveOut(trials, operationList)],
  ['nodes that are lost', (trials) => leaveOut(trials, lostList)],
  ['rules for messages', (trials) => leaveOut(trials, messageList)],
  ['nodes', leaveOutNodes],
  ['chance', calmNetwork],
  ['rounds', roundsByRequest],
  ['a shorter run', failSooner],
  ['numbers', simplify],
];

/** Only where something is to be kept: without that, to heal early is smaller. */
const playableStep = ['healing', beforeHealing] as const;

/** What comes after the violation cannot have caused it; and whom faults hit is to stay, whatever else goes. */
async function cutTheRest(trials: Trials, outcome: SimOutcome): Promise<void> {
  trials.begin('what comes after');
  const { atMs } = trials.violation;
  const { operations, faults } = trials.best;
  const isBefore = (one: Readonly<{ atMs: number }>): boolean => one.atMs <= atMs;
  await trials.accepts(withLeadersNamed(trials.best, outcome));
  await trials.accepts({ ...trials.best, operations: operations.filter(isBefore) });
  await trials.accepts({ ...trials.best, faults: trials.best.faults.slice(0, faults.length).filter(isBefore) });
}

function storyOf({ because, seed }: SimScenario, judge: string): string {
  const before = because.replace(/^shrunk, [a-z-]+: /, '').replace(/^drawn from seed .*$/, `drawn from seed ${seed}`);
  return `shrunk, ${judge}: ${before}`;
}
