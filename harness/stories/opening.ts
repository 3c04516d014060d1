import { mutants } from '#cluster-node';
import { assertMeaningfulSystem, QuorumSettingError, type QuorumSystem } from '#quorums';
import { StoryError } from './story-error.ts';
import { StoryPlan, type StorySetting } from './story-plan.ts';

const form = 'a cluster of 3 with quorums 2/2/3';
const pattern =
  /^a cluster of (?<nodes>\d+) with quorums (?<phase1>\d+)\/(?<classic>\d+)(?:\/(?<fast>\d+))?(?<options>(?:, .+)?)$/;

/** What may be out of the ordinary in a cluster. */
const options: Readonly<Record<string, Partial<StorySetting>>> = {
  'reads by index': { reads: 'index' },
  'reads by lease': { reads: 'lease' },
  'alarms are ignored': { onBrokenPick: 'choose' },
  'rounds by timeouts': { roundsBy: 'timeouts' },
  'no oracles': { oracles: 'off' },
};
const brokenRule = 'broken rule ';

/**
 * What the first command of a story says: `a cluster of 3 with quorums 2/2/3` (phase 1, classic and fast), and, behind commas, what is out
 * of the ordinary. Unless it says `rounds by timeouts`, nothing happens in the cluster that the story does not ask for.
 *
 * @throws StoryError
 */
export function planOpenedBy(command: string): StoryPlan {
  const words = pattern.exec(command)?.groups;
  if (words === undefined) throw new StoryError(`a story begins with "${form}", not with "${command}"`);
  const size = (name: string): number => Number(words[name]);
  const system: QuorumSystem = {
    kind: 'cardinality',
    nodes: size('nodes'),
    phase1: size('phase1'),
    classic: size('classic'),
    fast: words['fast'] === undefined ? null : size('fast'),
  };
  assertSensible(system);
  const usual: StorySetting = {
    system,
    reads: 'log',
    onBrokenPick: 'stop',
    roundsBy: 'request',
    mutant: null,
    oracles: 'on',
  };
  const unusual = (words['options'] ?? '').split(', ').slice(1).map(settingOf);
  return new StoryPlan(unusual.reduce<StorySetting>((setting, option) => ({ ...setting, ...option }), usual));
}

function assertSensible(system: QuorumSystem): void {
  try {
    assertMeaningfulSystem(system);
  } catch (error) {
    throw error instanceof QuorumSettingError ? new StoryError(error.message, { cause: error }) : error;
  }
}

function settingOf(option: string): Partial<StorySetting> {
  const known = options[option];
  if (known !== undefined) return known;
  const mutant = option.startsWith(brokenRule) ? option.slice(brokenRule.length) : '';
  if (mutants.has(mutant)) return { mutant };
  const all = [...Object.keys(options), `${brokenRule}NAME`].join(', ');
  throw new StoryError(`a cluster is not "${option}"; it may be: ${all}`);
}
