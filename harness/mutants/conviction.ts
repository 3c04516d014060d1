import { simulate } from '../hunt/simulate.ts';
import { convictingJudges, type SimJudge, type SimScenario } from '../simulation/index.ts';

/** Those who see nothing but what clients saw. */
const clientJudges: ReadonlySet<SimJudge> = new Set<SimJudge>(['linearizability', 'transactions']);

/** Who looks: oracles and the checkers of clients' histories, or these checkers alone. */
export type Witnesses = 'everybody' | 'clients';

/** A run that convicts: of the scenario with this seed, after so many events. */
export type Conviction = Readonly<{ seed: number; judge: SimJudge; message: string; events: number }>;

/** Runs `scenario`, and says who convicts its mutant; null: nobody does. */
export function convictionIn(scenario: SimScenario, witnesses: Witnesses): Conviction | null {
  const { violation } = simulate(scenario, { oracles: witnesses === 'everybody' ? 'on' : 'off' });
  const judges = witnesses === 'everybody' ? convictingJudges : clientJudges;
  if (violation === null || !judges.has(violation.judge)) return null;
  return { seed: scenario.seed, judge: violation.judge, message: violation.message, events: violation.atEvent };
}
