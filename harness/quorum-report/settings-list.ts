import { paretoSettings, type QuorumSystem, safeSettings, systemJson, systemText } from '#quorums';
import type { Circumstances } from './circumstances.ts';
import { duration } from './numbers-in-words.ts';
import { type Price, priceOf, quorumPaths } from './price.ts';
import { settingNames } from './setting-names.ts';

/** What makes one safe setting better than another. */
export type Preference = 'crashes' | 'fast-latency' | 'leader-change';

/** A safe setting with its price. */
export type ListedSetting = Readonly<{
  system: object;
  text: string;
  sizes: Readonly<{ phase1: number; classic: number; fast: number | null }>;
  knownAs: readonly string[];
  /** Whether none of its quorums can be made smaller unless another grows. */
  isOnFront: boolean;
  price: Price;
}>;

/** All that `quorum list` says; as JSON it is the whole answer. */
export type SettingsList = Readonly<{
  version: 1;
  nodes: number;
  prefer: Preference;
  /** The best first, and why it is. */
  settings: readonly ListedSetting[];
  why: string;
}>;

/** Which settings are wanted. */
export type ListRequest = Readonly<{
  nodes: number;
  hasFastRounds: boolean;
  prefer: Preference;
  /** All safe settings, and not only those on the Pareto front. */
  all: boolean;
}>;

/**
 * The safe settings of so many nodes, sorted by preference; those of which one crash stops a path come last.
 * @throws UsageError when the circumstances do not fit the nodes
 */
export function settingsList(
  { nodes, hasFastRounds, prefer, all }: ListRequest,
  circumstances: Circumstances,
): SettingsList {
  const front = new Set(sizesOf(paretoSettings(nodes), hasFastRounds).map(systemText));
  const candidates = sizesOf(all ? safeSettings(nodes) : paretoSettings(nodes), hasFastRounds);
  const listed = candidates.map((system): ListedSetting => {
    const { phase1, classic, fast } = system;
    const text = systemText(system);
    return {
      system: systemJson(system),
      text,
      sizes: { phase1, classic, fast },
      knownAs: settingNames(system),
      isOnFront: front.has(text),
      price: priceOf(system, circumstances),
    };
  });
  const settings = listed.toSorted((one, other) => compare(merits(other, prefer), merits(one, prefer)));
  return { version: 1, nodes, prefer, settings, why: why(settings[0], prefer) };
}

type CardinalitySystem = Extract<QuorumSystem, { kind: 'cardinality' }>;

/** Without fast rounds, each L and R once. */
function sizesOf(settings: ReturnType<typeof safeSettings>, hasFastRounds: boolean): readonly CardinalitySystem[] {
  const systems = settings.map(
    (setting): CardinalitySystem => ({ kind: 'cardinality', ...setting, ...(hasFastRounds ? {} : { fast: null }) }),
  );
  return [...new Map(systems.map((system) => [systemText(system), system])).values()];
}

/** Numbers of which more is better, the most important first. */
function merits(listed: ListedSetting, prefer: Preference): readonly number[] {
  const crashes = crashesByPath(listed);
  const weakest = Math.min(...crashes);
  const inSum = crashes.reduce((sum, count) => sum + count, 0);
  const isRobust = weakest > 0 ? 1 : 0;
  switch (prefer) {
    case 'crashes':
      return [isRobust, weakest, inSum, -waitFor(listed, 'fast'), -waitFor(listed, 'classic')];
    case 'fast-latency':
      return [isRobust, -waitFor(listed, 'fast'), inSum];
    case 'leader-change':
      return [isRobust, crashesOfTakeover(listed), -waitFor(listed, 'leaderChange'), inSum];
  }
}

function crashesByPath({ price }: ListedSetting): readonly number[] {
  return quorumPaths.flatMap((path) => price.paths[path]?.crashesSurvived ?? []);
}

/** A new leader is of use once it decides: it needs both quorums. */
function crashesOfTakeover({ price: { paths } }: ListedSetting): number {
  return Math.min(paths.leaderChange?.crashesSurvived ?? 0, paths.classic?.crashesSurvived ?? 0);
}

function waitFor({ price }: ListedSetting, path: 'fast' | 'classic' | 'leaderChange'): number {
  const found = price.paths[path];
  return found?.latency?.medianMs ?? found?.waiting ?? 0;
}

function compare(one: readonly number[], other: readonly number[]): number {
  const place = one.findIndex((value, index) => value !== other[index]);
  return place < 0 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}

function why(best: ListedSetting | undefined, prefer: Preference): string {
  if (best === undefined) return '';
  const weakest = Math.min(...crashesByPath(best));
  const mind = weakest === 0 ? ', though one crash may stop a path' : '';
  const nodesDown = (count: number): string => `${count} ${count === 1 ? 'node' : 'nodes'} down`;
  switch (prefer) {
    case 'crashes':
      return weakest === 0
        ? 'one crash may stop a path, as in every setting of so few nodes'
        : `every path gets ahead with any ${nodesDown(weakest)}, and no setting does better`;
    case 'fast-latency': {
      const unit = best.price.paths.fast?.latency === null ? 'mean reply times' : 'ms';
      const among = weakest === 0 ? '' : ' of those of which no path stops at the first crash';
      return `its fast path is the fastest${among}: ${duration(waitFor(best, 'fast'))} ${unit}${mind}`;
    }
    case 'leader-change':
      return `a new leader takes office and decides with any ${nodesDown(crashesOfTakeover(best))}, and no setting does better${mind}`;
  }
}
