import { type Happening, happeningsAround, type RecordedRun, recordRun } from '../message-diagram/index.ts';
import type { SimScenario } from '../simulation/index.ts';
import { withBriefNames } from './brief-names.ts';
import { executedLines, holdingsLines } from './holdings.ts';
import { type StoryLine, storyText, writtenLines } from './story-text.ts';
import { Teller } from './teller.ts';
import { type Moment, understood } from './understood.ts';

/**
 * A story with what really comes of its commands. A story is a plain text: prose; commands, which begin with `> ` and are listed in
 * `sentences.ts`; and below each command, indented, what it makes the nodes do, which is written anew here. Its first line is its
 * title. `mutant`: told of a broken protocol instead.
 *
 * ```ts
 * tellStory('Nothing\n\n> a cluster of 3 with quorums 2/2/3\n> how does it end?\n');
 * ```
 *
 * @throws StoryError when it is not understood
 */
export function tellStory(story: string, mutant: string | null = null): string {
  const { written, scenario, moments, oracles } = read(story);
  const run = recordRun(mutant === null ? scenario : { ...scenario, mutant }, { oracles });
  return storyText(written, toldBelow(moments, run));
}

/** What a story amounts to, which can be replayed and shrunk like any scenario. @throws StoryError when it is not understood */
export function scenarioOfStory(story: string): SimScenario {
  return read(story).scenario;
}

type ReadStory = Readonly<{
  written: readonly StoryLine[];
  moments: readonly Moment[];
  scenario: SimScenario;
  oracles: 'on' | 'off';
}>;

function read(story: string): ReadStory {
  const written = writtenLines(story);
  const commands = written.filter(({ kind }) => kind === 'command').map(({ text }) => text);
  const { plan, moments } = understood(commands);
  return { written, moments, scenario: plan.scenario(written[0]?.text ?? ''), oracles: plan.oracles };
}

/** The lines below each command. */
function toldBelow(moments: readonly Moment[], run: RecordedRun): readonly (readonly string[])[] {
  const { names, happenings, outcome } = run;
  const told = happeningsAround(happenings, null, false);
  const teller = new Teller(names);
  const below = (place: number): readonly string[] => {
    const { atMs, asks } = moments[place] ?? { atMs: 0, asks: null };
    if (outcome.violation !== null && outcome.endedAtMs < atMs) return ['the run has ended'];
    if (asks === 'end') return endLines(run, teller);
    if (asks === 'holdings') return holdingsLines(between(happenings, 0, atMs), names);
    return teller.lines(between(told, atMs, moments[place + 1]?.atMs ?? Number.POSITIVE_INFINITY));
  };
  return withBriefNames(moments.map((_, place) => below(place)));
}

/** Everything is healed at the end; what nodes do then to come to the same is nothing to tell. */
function endLines({ names, happenings, outcome }: RecordedRun, teller: Teller): readonly string[] {
  const isViolation = ({ kind }: Happening): boolean => kind === 'violation';
  if (outcome.violation !== null) return teller.lines(happenings.filter(isViolation));
  return [...executedLines(happenings, names), 'nobody objects'];
}

function between(happenings: readonly Happening[], fromMs: number, untilMs: number): readonly Happening[] {
  return happenings.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs);
}
