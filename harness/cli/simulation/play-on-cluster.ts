import { convictors } from '../../counterexample/break-result.ts';
import type { StepOutcome } from '../../counterexample/index.ts';
import { UsageError } from '../../harness-error.ts';
import { performScript } from '../../scenario-play/perform-script.ts';
import { playPlan } from '../../scenario-play/play-plan.ts';
import { type PlayScript, playScript } from '../../scenario-play/play-script.ts';
import { unseenOnNodes } from '../../scenario-play/seen-on-nodes.ts';
import type { SimJudge, SimScenario } from '../../simulation/index.ts';
import { carryOut } from '../carry-out.ts';
import type { Interrupts } from '../interrupts.ts';

/** What became of one try. */
export type Played = Readonly<{
  verdict: string;
  convictedBy: readonly string[];
  happened: number;
  of: number;
  /** The first step that did not happen as written, in words; null: all did. */
  astray: string | null;
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
  let outcomes: readonly StepOutcome[] = [];
  const { judgement, files } = await carryOut(playPlan(scenario, script, { environment }), {
    store,
    interrupts,
    play: {
      processes: scenario.operations.length,
      perform: async (stage) => {
        outcomes = await performScript(script, stage);
        return outcomes;
      },
    },
  });
  const { verdict } = judgement;
  const astray = outcomes.find(({ missing }) => missing.length > 0)?.step ?? null;
  const happened = outcomes.filter(({ missing }) => missing.length === 0).length;
  const of = script.steps.length;
  return { verdict, convictedBy: convictors(judgement), happened, of, astray, directory: files.directory };
}

/** What became of all tries, for people. `judges`: who objects in the simulator. */
export function playedLines(
  played: readonly Played[],
  environment: string,
  judges: readonly SimJudge[],
): readonly string[] {
  const reproduced = played.filter(({ verdict }) => verdict === 'invalid').length;
  const asWritten = played.filter(({ happened, of }) => happened === of).length;
  const blind = judges.map((judge) => unseenOnNodes.get(judge)).find((words) => words !== undefined);
  return [
    `On ${environment}: reproduced in ${reproduced} of ${played.length} tries; all of it happened as written in ${asWritten}`,
    ...(blind === undefined || reproduced === played.length ? [] : [`  ${blind}`]),
    ...played.map(({ verdict, convictedBy, happened, of, astray, directory }) => {
      const first = astray === null ? '' : `, the first that did not: ${astray}`;
      const by = convictedBy.length === 0 ? '' : ` by ${convictedBy.join(', ')}`;
      return `  ${verdict.toUpperCase()}${by}; ${happened} of ${of} steps happened as written${first}. Files: ${directory}`;
    }),
  ];
}
