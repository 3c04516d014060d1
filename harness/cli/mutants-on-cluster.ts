import type { Mutant } from '#cluster-node';
import { invariant } from '#foundation';
import { directedScenarios } from '../mutants/directed/index.ts';
import type { PlayedMutant, PlayedRun } from '../mutants/played-report.ts';
import { playScript } from '../scenario-play/play-script.ts';
import { type PlayPlace, playOnce } from './simulation/play-on-cluster.ts';

/** How the schedules of mutants are played; `observe` hears of each mutant that is done. */
export type MutantPlay = PlayPlace &
  Readonly<{
    /** At most, until one convicts. */
    tries: number;
    observe: (played: PlayedMutant) => void;
  }>;

/** Plays to real nodes the directed schedule of each of `list`, and the same to the correct node; those that somebody stopped are left out. */
export async function mutantsOnCluster(list: readonly Mutant[], play: MutantPlay): Promise<readonly PlayedMutant[]> {
  const all: PlayedMutant[] = [];
  for (const mutant of list) {
    if (play.interrupts.stop.aborted) break;
    const played = await mutantOnCluster(mutant, play);
    if (play.interrupts.stop.aborted) break;
    all.push(played);
    play.observe(played);
  }
  return all;
}

async function mutantOnCluster(mutant: Mutant, { tries: triesMax, ...place }: MutantPlay): Promise<PlayedMutant> {
  const scenario = directedScenarios.get(mutant.name);
  invariant(scenario !== undefined, 'every mutant has a directed scenario', { mutant: mutant.name });
  const script = playScript(scenario);
  const { objection } = script;
  if (objection !== null) return { mutant, objection, tries: [], control: null };
  const { stop } = place.interrupts;
  const tries: PlayedRun[] = [];
  while (tries.length < triesMax && tries.at(-1)?.verdict !== 'invalid' && !stop.aborted) {
    tries.push(await playOnce(scenario, script, place));
  }
  const control = stop.aborted ? null : await playOnce({ ...scenario, mutant: null }, script, place);
  return { mutant, objection, tries, control };
}
