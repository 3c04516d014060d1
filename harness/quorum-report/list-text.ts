import { textTable } from '../report/text-table.ts';
import { countOf, duration, percent } from './numbers-in-words.ts';
import { type PathPrice, quorumPaths } from './price.ts';
import type { ListedSetting, SettingsList } from './settings-list.ts';

/** `quorum list` for people: what is recommended and why, and the settings as a table. */
export function listText({ nodes, settings, why }: SettingsList): string {
  const [best] = settings;
  if (best === undefined) return '';
  const paths = quorumPaths.filter((path) => best.price.paths[path] !== null);
  const hasFast = best.sizes.fast !== null;
  const hasLatency = best.price.paths.classic?.latency !== null;
  const header = [
    'L',
    'R',
    ...(hasFast ? ['F'] : []),
    ...paths.map((path) => columnNames[path]),
    ...(hasFast ? ['fast in'] : []),
    'classic in',
    ...(hasFast ? ['collide'] : []),
    '',
  ];
  const row = (listed: ListedSetting): readonly (string | number)[] => {
    const { sizes, price } = listed;
    return [
      sizes.phase1,
      sizes.classic,
      ...(sizes.fast === null ? [] : [sizes.fast]),
      ...paths.map((path) => price.paths[path]?.crashesSurvived ?? '?'),
      ...(hasFast ? [waitOf(price.paths.fast)] : []),
      waitOf(price.paths.classic),
      ...(hasFast ? [price.collisionProbability === null ? '?' : percent(price.collisionProbability)] : []),
      notes(listed, listed === best),
    ];
  };
  return [
    `${countOf(settings.length, 'safe setting')} of ${countOf(nodes, 'node')}${settings.every(({ isOnFront }) => isOnFront) ? ', on the Pareto front: none has a quorum that can be made smaller unless another grows' : ''}.`,
    `Recommended: ${best.text}: ${why}.`,
    '',
    ...textTable([header, ...settings.map(row)]),
    '',
    'L, R, F: nodes in a quorum of phase 1, of a classic round and of a fast round.',
    `${paths.map((path) => columnNames[path]).join(', ')}: crashes that the path survives, whichever nodes they hit.`,
    hasLatency
      ? `${hasFast ? 'fast in, classic in' : 'classic in'}: median ms until the client's node knows, if only messages take time.`
      : `${hasFast ? 'fast in, classic in' : 'classic in'}: average wait for the quorum's answers, in mean reply times of a node.`,
    ...(hasFast ? ['collide: probability that two proposals at the same moment collide.'] : []),
    '',
  ].join('\n');
}

const columnNames = {
  fast: 'fast path',
  classic: 'classic path',
  leaderChange: 'leader change',
  collisionRecovery: 'recovery',
} as const;

function waitOf(price: PathPrice | null): string {
  const value = price?.latency?.medianMs ?? price?.waiting ?? null;
  return value === null ? '?' : duration(value);
}

function notes({ knownAs, isOnFront }: ListedSetting, isBest: boolean): string {
  return [...(isBest ? ['recommended'] : []), ...knownAs, ...(isOnFront ? [] : ['not on the front'])].join('; ');
}
