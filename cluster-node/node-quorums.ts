import {
  assertMeaningfulSystem,
  nodeNames,
  parseQuorumSystem,
  QuorumSettingError,
  type QuorumSystem,
  quorumObjection,
  usesFastRounds,
} from '#quorums';
import { type ArgumentValues, NodeUsageError, text, whole } from './argument-values.ts';

/**
 * The quorums of a node, from sizes or as a system.
 * @throws NodeUsageError when they mean nothing, or are not known to be safe and that is not permitted
 */
export function quorumsOf(values: ArgumentValues, names: readonly string[], protocol: string): QuorumSystem {
  const json = text(values, 'quorum-system');
  try {
    const system = json === undefined ? sizesOf(values, names.length, protocol) : systemOf(json, values);
    assertMeaningfulSystem(system);
    assertFits(system, names, protocol);
    const objection = values['unsafe-quorums'] === true ? null : quorumObjection(system);
    if (objection !== null) throw new NodeUsageError(`the ${objection} --unsafe-quorums permits them.`);
    return system;
  } catch (error) {
    if (error instanceof QuorumSettingError) throw new NodeUsageError(`${error.message}.`, { cause: error });
    throw error;
  }
}

function hasFastRounds(protocol: string): boolean {
  return protocol === 'fast' || protocol === 'fast-flexible';
}

function sizesOf(values: ArgumentValues, nodes: number, protocol: string): QuorumSystem {
  return {
    kind: 'cardinality',
    nodes,
    phase1: whole(values, 'phase1'),
    classic: whole(values, 'classic'),
    fast: hasFastRounds(protocol) ? whole(values, 'fast') : null,
  };
}

function systemOf(json: string, values: ArgumentValues): QuorumSystem {
  const size = ['phase1', 'classic', 'fast'].find((option) => values[option] !== undefined);
  if (size !== undefined) throw new NodeUsageError(`--quorum-system says what --${size} would say; give one of them.`);
  try {
    return parseQuorumSystem(JSON.parse(json));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new NodeUsageError(`--quorum-system ${json} is not JSON.`, { cause: error });
    throw error;
  }
}

/** The quorums are made of these nodes, and there are fast ones where rounds may be fast. */
function assertFits(system: QuorumSystem, names: readonly string[], protocol: string): void {
  const members = nodeNames(system);
  if (system.kind !== 'cardinality' && members.join() !== names.join()) {
    throw new NodeUsageError(`--nodes ${names.join()} are not the nodes of --quorum-system: ${members.join()}.`);
  }
  if (members.length !== names.length) {
    throw new NodeUsageError(`--nodes names ${names.length} nodes, and --quorum-system is of ${members.length}.`);
  }
  if (usesFastRounds(system) !== hasFastRounds(protocol)) {
    throw new NodeUsageError(
      `--protocol ${protocol} does not fit --quorum-system, which has ${usesFastRounds(system) ? '' : 'no '}fast quorums.`,
    );
  }
}
