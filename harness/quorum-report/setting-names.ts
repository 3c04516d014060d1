import {
  allAboard,
  type CardinalitySetting,
  evenNodes,
  fromLamport,
  largestClassicCrashes,
  largestFastCrashes,
  majority,
  singleton,
  toLamport,
} from '#quorums';

/** The names under which a setting is known, such as `majority` and `Lamport's eF=2 eC=4`; none for most settings. */
export function settingNames(setting: CardinalitySetting): readonly string[] {
  const { nodes } = setting;
  const known: readonly (readonly [name: string, sizes: CardinalitySetting])[] = [
    ['majority', majority(nodes)],
    ...(nodes % 2 === 0 ? [['even nodes', evenNodes(nodes)] as const] : []),
    ['all aboard', allAboard(nodes)],
    ['singleton', singleton(nodes)],
  ];
  return [...known.filter(([, sizes]) => isSame(setting, sizes)).map(([name]) => name), ...lamportName(setting)];
}

/** Without fast rounds, only the two other sizes count. */
function isSame(setting: CardinalitySetting, { phase1, classic, fast }: CardinalitySetting): boolean {
  return setting.phase1 === phase1 && setting.classic === classic && (setting.fast === null || setting.fast === fast);
}

function lamportName(setting: CardinalitySetting): readonly string[] {
  const lamport = toLamport(setting);
  if (lamport === null) return [];
  const isExtreme = (choice: typeof lamport): boolean => isSame(setting, fromLamport(choice));
  const extremes = [
    ...(isExtreme(largestFastCrashes(setting.nodes)) ? ['the largest eF'] : []),
    ...(isExtreme(largestClassicCrashes(setting.nodes)) ? ['the largest eC'] : []),
  ];
  const which = extremes.length === 0 ? '' : `, ${extremes.join(' and ')}`;
  return [`Lamport's eF=${lamport.fastCrashes} eC=${lamport.classicCrashes}${which}`];
}
