import { assertMeaningful, type CardinalitySetting } from '../cardinality.ts';
import { smallestClassic, smallestFast } from '../nearest-safe-settings.ts';

/** All safe settings of `nodes` nodes with fast rounds, by rising L, then R, then F. */
export function safeSettings(nodes: number): readonly CardinalitySetting[] {
  return sizesFrom(1, nodes).flatMap((phase1) =>
    sizesFrom(smallestClassic(nodes, phase1), nodes).flatMap((classic) =>
      sizesFrom(smallestFast(nodes, phase1), nodes).map((fast) => ({ nodes, phase1, classic, fast })),
    ),
  );
}

/**
 * The safe settings of which no quorum can be made smaller without making another larger, by rising L. There is one for
 * each L, since R is smaller for each larger L.
 */
export function paretoSettings(nodes: number): readonly CardinalitySetting[] {
  return sizesFrom(1, nodes).map((phase1) => ({
    nodes,
    phase1,
    classic: smallestClassic(nodes, phase1),
    fast: smallestFast(nodes, phase1),
  }));
}

/**
 * The settings of the Pareto front that have no quorum larger than `setting` and one that is smaller: nothing speaks for
 * `setting` but that it is in use. @throws QuorumSettingError when the sizes mean nothing
 */
export function dominatedBy(setting: CardinalitySetting): readonly CardinalitySetting[] {
  assertMeaningful(setting);
  const sizes = ({ phase1, classic, fast }: CardinalitySetting): readonly number[] => [phase1, classic, fast ?? 0];
  const own = sizes(setting);
  return paretoSettings(setting.nodes)
    .map((other) => (setting.fast === null ? { ...other, fast: null } : other))
    .filter((other) => {
      const smallerBy = sizes(other).map((size, index) => (own[index] ?? 0) - size);
      return smallerBy.every((by) => by >= 0) && smallerBy.some((by) => by > 0);
    });
}

function sizesFrom(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
