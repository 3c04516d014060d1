import { convictors } from '../../counterexample/break-result.ts';
import { UsageError } from '../../harness-error.ts';
import { performScript } from '../../scenario-play/perform-script.ts';
import { playPlan } from '../../scenario-play/play-plan.ts';
import { type PlayScript, playScript } from '../../scenario-play/play-script.ts';
import type { SimJudge, SimScenario } from '../../simulation/index.ts';
import { carryOut } from '../carry-out.ts';
import type { Interrupts } from '../interrupts.ts';

/** What became of one try. */
export type Played = Readonly<{
  verdict: string;
  convictedBy: readonly string[];
  happened: number;
  of: number;
  directory: string;
}>;

/** Where it is played, where its files go, and who may stop it. */
export type PlayPlace = Readonly<{ environment: string; store: string; interrupts: Interrupts }>;

/** Makes a scenario happen on real nodes, so often. @throws UsageError in one line when faults cannot express it */
export async function playOnCluster(
  scenario: SimScenario,
  { tries, ...place }: PlayPlace & Readonly<{ tries: number }>,
): Promise<readonly Played[]> {
  const script = playScript(scenario);
  if (script.objection !== null) {
    throw new UsageError(`this scenario cannot be played on ${place.environment}: ${script.objection}.`);
  }
  const played: Played[] = [];
  for (let left = tries; left > 0 && !place.interrupts.stop.aborted; left -= 1) {
    played.push(await playOnce(scenario, script, place));
  }
  return played;
}

/** Makes `script` happen once, on nodes as `scenario` sets them. */
export async function playOnce(
  scenario: SimScenario,
  script: PlayScript,
  { environment, store, interrupts }: PlayPlace,
): Promise<Played> {
  let happened = 0;
  const { judgement, files } = await carryOut(playPlan(scenario, script, { environment }), {
    store,
    interrupts,
    play: {
      processes: scenario.operations.length,
      perform: async (stage) => {
        const outcomes = await performScript(script, stage);
        happened = outcomes.filter(({ missing }) => missing.length === 0).length;
        return outcomes;
      },
    },
  });
  const { verdict } = judgement;
  return { verdict, convictedBy: convictors(judgement), happened, of: script.steps.length, directory: files.directory };
}

/** Objections that nobody can make in a real run, who only sees what came of it. */
const unseen: Readonly<Partial<Record<SimJudge, string>>> = {
  picking:
    'The simulator objects when a wrong value is sent; real runs are judged by what came of it, if anything did.',
  durability:
    'The simulator objects when something leaves before it is on disk; a kill loses nothing that was handed to the system, so nothing comes of it here.',
};

/** What became of all tries, for people. `judge`: who objected in the simulator. */
export function playedLines(played: readonly Played[], environment: string, judge: SimJudge | null): readonly string[] {
  const reproduced = played.filter(({ verdict }) => verdict === 'invalid').length;
  const asWritten = played.filter(({ happened, of }) => happened === of).length;
  const blind = judge === null ? undefined : unseen[judge];
  return [
    `On ${environment}: reproduced in ${reproduced} of ${played.length} tries; all of it happened as written in ${asWritten}`,
    ...(blind === undefined || reproduced === played.length ? [] : [`  ${blind}`]),
    ...played.map(({ verdict, convictedBy, happened, of, directory }) => {
      const by = convictedBy.length === 0 ? '' : ` by ${convictedBy.join(', ')}`;
      return `  ${verdict.toUpperCase()}${by}; ${happened} of ${of} steps happened as written. Files: ${directory}`;
    }),
  ];
}
