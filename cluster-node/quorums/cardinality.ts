/**
 * A cardinality system: any `phase1` of the `nodes` are a phase-1 quorum (L), any `classic` a phase-2 quorum of a
 * classic round (R), any `fast` a phase-2 quorum of a fast round (F). `fast: null`: fast rounds are not used.
 */
export type CardinalitySetting = Readonly<{ nodes: number; phase1: number; classic: number; fast: number | null }>;

/** Quorum sizes that mean nothing: not whole numbers, or not from 1 to N. Whether meaningful sizes are safe is `checkSetting`'s answer. */
export class QuorumSettingError extends Error {
  override readonly name = 'QuorumSettingError';
  readonly code = 'QUORUM_SETTING';
}

/** Refuses sizes that mean nothing, in one clear line. @throws QuorumSettingError */
export function assertMeaningful(setting: CardinalitySetting): void {
  const { nodes, phase1, classic, fast } = setting;
  if (!isCount(nodes)) throw new QuorumSettingError(`the number of nodes must be a whole number from 1, not ${nodes}`);
  for (const [name, size] of [
    ['phase-1', phase1],
    ['classic', classic],
    ['fast', fast],
  ] as const) {
    if (size !== null && !(isCount(size) && size <= nodes)) {
      throw new QuorumSettingError(
        `the ${name} quorum must be a whole number from 1 to ${nodes} (the number of nodes), not ${size}`,
      );
    }
  }
}

/** For people: `N=5 L=3 R=3 F=4`, without F when fast rounds are not used. */
export function settingText({ nodes, phase1, classic, fast }: CardinalitySetting): string {
  return `N=${nodes} L=${phase1} R=${classic}${fast === null ? '' : ` F=${fast}`}`;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
