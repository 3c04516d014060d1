import { invariant } from '#foundation';
import type { NodeSet } from '../node-set.ts';
import { leaveOutsOf } from '../safety/leave-out.ts';
import type { QuorumPhase } from '../safety/quorum-side.ts';
import { assertMeaningfulSystem } from '../systems/meaningful-system.ts';
import { nodeNames } from '../systems/nodes.ts';
import type { QuorumSystem } from '../systems/system.ts';
import { type NodeChoice, overStates } from './over-states.ts';
import { byPath, type QuorumPath } from './quorum-paths.ts';

/** How likely what is down at a given moment, from 0 to 1. All of these are independent of each other. */
export type FailureProbabilities = Readonly<{
  /** Of each node by itself. */
  nodes: readonly number[];
  /** A zone that is down takes all of its nodes with it. */
  zones?: readonly Readonly<{ nodes: NodeSet; probability: number }>[];
}>;

/**
 * The probability that each path has its quorums among the live nodes; that one of them leads is presumed. Null: the path
 * exists only with fast rounds, or there is too much to count.
 * @throws QuorumSettingError when the system makes no sense
 * @throws InvariantViolation when there is not one probability from 0 to 1 for each node
 */
export function availability(
  system: QuorumSystem,
  probabilities: FailureProbabilities,
): Readonly<Record<QuorumPath, number | null>> {
  assertMeaningfulSystem(system);
  const all = [...probabilities.nodes, ...(probabilities.zones ?? []).map(({ probability }) => probability)];
  invariant(probabilities.nodes.length === nodeNames(system).length, 'each node has a probability');
  invariant(
    all.every((probability) => probability >= 0 && probability <= 1),
    'probabilities are from 0 to 1',
    { all },
  );
  return byPath(system, (phases) => overZones(system, phases, probabilities.nodes, probabilities.zones ?? []));
}

/** With and without each zone, one after the other. */
function overZones(
  system: QuorumSystem,
  phases: readonly QuorumPhase[],
  nodes: readonly number[],
  zones: NonNullable<FailureProbabilities['zones']>,
): number | null {
  const [zone, ...others] = zones;
  if (zone === undefined) return overNodes(system, phases, nodes);
  const down = nodes.map((probability, node) => ((zone.nodes & (1 << node)) === 0 ? probability : 1));
  const whenDown = overZones(system, phases, down, others);
  const whenUp = overZones(system, phases, nodes, others);
  return whenDown === null || whenUp === null ? null : zone.probability * whenDown + (1 - zone.probability) * whenUp;
}

function overNodes(system: QuorumSystem, phases: readonly QuorumPhase[], nodes: readonly number[]): number | null {
  const outs = leaveOutsOf(phases.map((phase) => ({ system, phase })));
  const choicesOf = (node: number): readonly NodeChoice<number>[] => {
    const down = nodes[node] ?? 0;
    return [
      { leftOut: phases.map(() => true), after: (probability) => probability * down },
      { leftOut: phases.map(() => false), after: (probability) => probability * (1 - down) },
    ];
  };
  return sum(overStates(outs, 1, choicesOf, (one, other) => one + other));
}

function sum(values: readonly number[] | null): number | null {
  return values === null ? null : values.reduce((total, value) => total + value, 0);
}
