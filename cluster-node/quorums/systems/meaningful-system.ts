import { assertNever } from '#foundation';
import { assertMeaningful, QuorumSettingError } from '../cardinality.ts';
import { nodeSetNodesMax } from '../node-set.ts';
import { nodeNames } from './nodes.ts';
import type { ExplicitSystem, GridSystem, QuorumSystem, WeightedSystem, ZoneRule, ZoneSystem } from './system.ts';

/**
 * Refuses a system that means nothing, in one clear line: sizes that are not whole or too large, weights that do not
 * match the nodes, quorums that are empty or name an unknown node, more nodes than a set has room for. Whether a
 * meaningful system is safe is `examineQuorums`'s answer. @throws QuorumSettingError
 */
export function assertMeaningfulSystem(system: QuorumSystem): void {
  switch (system.kind) {
    case 'cardinality':
      assertMeaningful(system);
      break;
    case 'weighted':
      assertMeaningfulWeights(system);
      break;
    case 'grid':
      assertMeaningfulGrid(system);
      break;
    case 'explicit':
      for (const phase of phaseNames) assertMeaningfulSets(phase, system);
      break;
    case 'zones':
      assertMeaningfulZones(system);
      break;
    default:
      assertNever(system);
  }
  assertFits(system);
  assertMeaningfulNames(nodeNames(system));
}

/**
 * Refuses rounds with families of their own that mean nothing together: none at all, one that means nothing by itself, or
 * other nodes than in round 1. @throws QuorumSettingError
 */
export function assertMeaningfulRounds(rounds: readonly QuorumSystem[]): void {
  const [first] = rounds;
  if (first === undefined) throw new QuorumSettingError('there are no rounds; give at least one');
  for (const [index, system] of rounds.entries()) {
    assertMeaningfulSystem(system);
    if (nodeNames(system).join() !== nodeNames(first).join()) {
      throw new QuorumSettingError(
        `round ${index + 1} has the nodes ${nodeNames(system).join(', ')}, round 1 has ${nodeNames(first).join(', ')}; give all rounds the same nodes in the same order`,
      );
    }
  }
}

const phaseNames = ['phase1', 'classic', 'fast'] as const;

/** Sums of a few such totals stay exact, with room to spare. */
const totalWeightMax = 2 ** 31 - 1;

function assertMeaningfulWeights({ nodes, weights, ...thresholds }: WeightedSystem): void {
  if (weights.length !== nodes.length) {
    throw new QuorumSettingError(`there are ${nodes.length} nodes but ${weights.length} weights; give each node one`);
  }
  for (const [index, weight] of weights.entries()) {
    if (!(Number.isSafeInteger(weight) && weight >= 0)) {
      throw new QuorumSettingError(`the weight of ${nodes[index] ?? ''} must be a whole number from 0, not ${weight}`);
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) throw new QuorumSettingError('all weights are 0; at least one node needs a weight from 1');
  if (total > totalWeightMax) {
    throw new QuorumSettingError(`the weights sum up to ${total}, and at most ${totalWeightMax} is taken; divide them`);
  }
  for (const phase of phaseNames) {
    const threshold = thresholds[phase];
    if (threshold !== null) assertWhole(`the ${phase} threshold`, threshold, total, 'the total weight');
  }
}

function assertMeaningfulGrid({ rows, columns, fastColumns }: GridSystem): void {
  assertWhole('the number of rows', rows, nodeSetNodesMax, 'the most nodes a system may have');
  assertWhole('the number of columns', columns, nodeSetNodesMax, 'the most nodes a system may have');
  if (fastColumns !== null) assertWhole('fastColumns', fastColumns, columns, 'the number of columns');
}

function assertMeaningfulSets(phase: (typeof phaseNames)[number], { nodes, ...families }: ExplicitSystem): void {
  const quorums = families[phase];
  if (quorums === null) return;
  if (quorums.length === 0) throw new QuorumSettingError(`${phase} lists no quorum; list at least one`);
  for (const [index, quorum] of quorums.entries()) {
    const where = `${phase} quorum ${index + 1}`;
    if (quorum.length === 0) throw new QuorumSettingError(`${where} is empty; name at least one node`);
    const unknown = quorum.find((node) => !nodes.includes(node));
    if (unknown !== undefined) {
      throw new QuorumSettingError(`${where} names "${unknown}", which is none of the nodes ${nodes.join(', ')}`);
    }
    const repeated = firstRepeated(quorum);
    if (repeated !== undefined) throw new QuorumSettingError(`${where} names ${repeated} twice; name it once`);
  }
}

function assertMeaningfulZones({ zones, ...rules }: ZoneSystem): void {
  if (zones.length === 0) throw new QuorumSettingError('there is no zone; name at least one');
  const repeated = firstRepeated(zones.map(({ name }) => name));
  if (repeated !== undefined) throw new QuorumSettingError(`zone ${repeated} is named twice; name it once`);
  for (const { name, nodes } of zones) {
    if (nodes.length === 0) throw new QuorumSettingError(`zone ${name} has no nodes; name at least one`);
  }
  for (const phase of phaseNames) {
    const rule = rules[phase];
    if (rule !== null) assertMeaningfulRule(phase, rule, zones);
  }
}

function assertMeaningfulRule(phase: string, { zones: zonesMin, members }: ZoneRule, zones: ZoneSystem['zones']): void {
  assertWhole(`the zones of ${phase}`, zonesMin, zones.length, 'the number of zones');
  if (members.length !== zones.length) {
    throw new QuorumSettingError(`${phase} counts members of ${members.length} zones; there are ${zones.length}`);
  }
  for (const [index, { name, nodes }] of zones.entries()) {
    assertWhole(`the members of ${name} in ${phase}`, members[index] ?? 0, nodes.length, 'the nodes of that zone');
  }
}

function assertFits(system: QuorumSystem): void {
  const count =
    system.kind === 'cardinality'
      ? system.nodes
      : system.kind === 'grid'
        ? system.rows * system.columns
        : nodeNames(system).length;
  if (count === 0) throw new QuorumSettingError('there are no nodes; name at least one');
  if (count > nodeSetNodesMax) {
    throw new QuorumSettingError(`there are ${count} nodes; at most ${nodeSetNodesMax} fit into a system`);
  }
}

/** Names become host names and folders; `clients` is how faults call all that is not a node. */
function assertMeaningfulNames(names: readonly string[]): void {
  for (const name of names) {
    if (!/^[a-z][a-z0-9-]{0,30}$/.test(name) || name === 'clients') {
      throw new QuorumSettingError(
        `"${name}" cannot name a node; use a lower-case letter, then up to 30 of a-z, 0-9 and "-", and not "clients"`,
      );
    }
  }
  const repeated = firstRepeated(names);
  if (repeated !== undefined) throw new QuorumSettingError(`node ${repeated} is named twice; name it once`);
}

function assertWhole(what: string, value: number, max: number, maxIs: string): void {
  if (!(Number.isSafeInteger(value) && value >= 1 && value <= max)) {
    throw new QuorumSettingError(`${what} must be a whole number from 1 to ${max} (${maxIs}), not ${value}`);
  }
}

function firstRepeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}
