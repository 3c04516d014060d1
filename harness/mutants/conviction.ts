import { runScenario, type SimJudge, type SimScenario } from '../simulation/index.ts';

/** Who may convict. A broken node may also stop or stall; that alone says nothing about what is wrong. */
const oracles: readonly SimJudge[] = ['agreement', 'picking', 'durability', 'regression', 'divergence', 'early-answer'];
const clientJudges: readonly SimJudge[] = ['linearizability', 'transactions'];

/** One run that convicted, of a scenario known by `seed`. */
export type Conviction = Readonly<{ seed: number; judge: SimJudge; message: string; events: number }>;

/** What a scenario showed: to all judges together, and to those alone who see what clients saw. */
export type Convictions = Readonly<{ byAnybody: Conviction | null; byHistory: Conviction | null }>;

/** Runs `scenario` with oracles; the judgement of clients' histories alone takes a run without, unless they convicted already. */
export function convictionsIn(scenario: SimScenario): Convictions {
  const byAnybody = convictionBy([...oracles, ...clientJudges], scenario, 'on');
  const isSeen = byAnybody !== null && clientJudges.includes(byAnybody.judge);
  return { byAnybody, byHistory: isSeen ? byAnybody : convictionBy(clientJudges, scenario, 'off') };
}

/** The conviction by one of `judges`, or null. */
export function convictionBy(
  judges: readonly SimJudge[],
  scenario: SimScenario,
  look: 'on' | 'off',
): Conviction | null {
  const { violation } = runScenario(scenario, { oracles: look });
  if (violation === null || !judges.includes(violation.judge)) return null;
  return { seed: scenario.seed, judge: violation.judge, message: violation.message, events: violation.atEvent };
}
