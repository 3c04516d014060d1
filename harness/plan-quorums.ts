import { nodeNames, nodeSetNodesMax, type QuorumSystem, quorumObjection, usesFastRounds } from '#quorums';
import { chosenSizes } from './chosen-sizes.ts';
import { UsageError } from './harness-error.ts';
import { oneOf, wholeNumber } from './option-values.ts';
import type { ProtocolName, RunPlan } from './run-plan.ts';
import { type RunRequest, runDefaults } from './run-request.ts';

/** Quorums as they were asked for; undefined: follows from what is given. */
export type QuorumRequest = Partial<
  Pick<RunRequest, 'nodes' | 'protocol' | 'quorums' | 'phase1' | 'classic' | 'fast' | 'unsafeQuorums'>
>;

export type PlannedQuorums = Pick<RunPlan, 'nodes' | 'protocol' | 'quorums'>;

/**
 * The quorums of a run, with the protocol that uses them and the nodes that they are made of: a system as a whole, or
 * sizes. @throws UsageError when they mean nothing, or are not known to be safe and that is not permitted
 */
export function planQuorums(request: QuorumRequest): PlannedQuorums {
  const { protocol, quorums } =
    request.quorums === undefined ? planSizes(request) : planSystem(request.quorums, request);
  const objection = request.unsafeQuorums === true ? null : quorumObjection(quorums);
  if (objection !== null) throw new UsageError(`the ${objection} For a negative control add --unsafe-quorums.`);
  return { nodes: nodeNames(quorums), protocol, quorums };
}

const protocols: readonly ProtocolName[] = ['classic', 'flexible', 'fast', 'fast-flexible'];

function planSizes(request: QuorumRequest): Omit<PlannedQuorums, 'nodes'> {
  const nodes = wholeNumber('--nodes', request.nodes ?? runDefaults.nodes, 1, nodeSetNodesMax);
  const protocol = oneOf('--protocol', request.protocol ?? runDefaults.protocol, protocols);
  if (!hasFastRounds(protocol) && request.fast !== undefined) {
    throw new UsageError(`--fast has no meaning with --protocol ${protocol}, which has no fast rounds.`);
  }
  const sizes = chosenSizes(protocol, nodes, {
    phase1: size('--phase1', request.phase1, nodes),
    classic: size('--classic', request.classic, nodes),
    fast: size('--fast', request.fast, nodes),
  });
  return { protocol, quorums: { kind: 'cardinality', nodes, ...sizes } };
}

function size(option: string, text: string | undefined, nodes: number): number | undefined {
  return text === undefined ? undefined : wholeNumber(option, text, 1, nodes);
}

function planSystem(quorums: QuorumSystem, request: QuorumRequest): Omit<PlannedQuorums, 'nodes'> {
  for (const option of ['nodes', 'phase1', 'classic', 'fast'] as const) {
    if (request[option] === undefined) continue;
    throw new UsageError(`--quorums says what --${option} would say; give one of them.`);
  }
  const isFast = usesFastRounds(quorums);
  if (request.protocol === undefined) return { protocol: isFast ? 'fast-flexible' : 'flexible', quorums };
  const protocol = oneOf('--protocol', request.protocol, protocols);
  if (hasFastRounds(protocol) === isFast) return { protocol, quorums };
  throw new UsageError(
    isFast
      ? `--protocol ${protocol} has no fast rounds, but the system of --quorums has fast quorums; leave them out, or take fast-flexible.`
      : `--protocol ${protocol} has fast rounds, but the system of --quorums has no fast quorums; add them, or take flexible.`,
  );
}

function hasFastRounds(protocol: ProtocolName): boolean {
  return protocol === 'fast' || protocol === 'fast-flexible';
}
