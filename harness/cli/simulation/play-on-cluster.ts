import { convictors } from '../../counterexample/break-result.ts';
import { UsageError } from '../../harness-error.ts';
import { performScript } from '../../scenario-play/perform-script.ts';
import { playPlan } from '../../scenario-play/play-plan.ts';
import { type PlayScript, playScript } from '../../scenario-play/play-script.ts';
import type { SimScenario } from '../../simulation/index.ts';
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

export type PlayRequest = Readonly<{ environment: string; tries: number; store: string; interrupts: Interrupts }>;

/** Makes a scenario happen on real nodes, so often. @throws UsageError in one line when faults cannot express it */
export async function playOnCluster(scenario: SimScenario, request: PlayRequest): Promise<readonly Played[]> {
  const script = playScript(scenario);
  if (script.objection !== null) {
    throw new UsageError(`this scenario cannot be played on ${request.environment}: ${script.objection}.`);
  }
  const played: Played[] = [];
  for (let left = request.tries; left > 0 && !request.interrupts.stop.aborted; left -= 1) {
    played.push(await playOnce(scenario, script, request));
  }
  return played;
}

async function playOnce(
  scenario: SimScenario,
  script: PlayScript,
  { environment, store, interrupts }: PlayRequest,
): Promise<Played> {
  let happened = 0;
  const { judgement, files } = await carryOut(playPlan(scenario, environment), {
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

/** What became of all tries, for people. */
export function playedLines(played: readonly Played[], environment: string): readonly string[] {
  const reproduced = played.filter(({ verdict }) => verdict === 'invalid').length;
  return [
    `On ${environment}: reproduced in ${reproduced} of ${played.length} tries`,
    ...played.map(({ verdict, convictedBy, happened, of, directory }) => {
      const by = convictedBy.length === 0 ? '' : ` by ${convictedBy.join(', ')}`;
      return `  ${verdict.toUpperCase()}${by}; ${happened} of ${of} steps happened as written. Files: ${directory}`;
    }),
  ];
}
