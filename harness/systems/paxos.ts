import { posix } from 'node:path';
import type { RoundsBy } from '#cluster-node';
import { fileAsRun } from '#foundation';
import { type QuorumSystem, systemJson } from '#quorums';
import type { NodeStart, System } from '../ports/index.ts';
import type { RunPlan } from '../run-plan.ts';

type PaxosSettings = Pick<
  RunPlan,
  'nodes' | 'protocol' | 'quorums' | 'unsafeQuorums' | 'onBrokenPick' | 'reads' | 'mutant'
>;

/** How the nodes are started for a schedule of messages; `roundsBy: 'request'` permits unsafe quorums, as a node demands. */
export type PaxosSteering = Readonly<{ roundsBy: RoundsBy }>;

/** The system under test: nodes of the Fast Flexible Paxos family, as `plan` sets them. */
export function paxosSystem(plan: PaxosSettings, { roundsBy }: PaxosSteering = { roundsBy: 'timeouts' }): System {
  const isSteered = roundsBy === 'request';
  return {
    name: 'paxos',
    nodes: plan.nodes,
    command: (start) => ({
      file: start.installation.node,
      args: [
        posix.join(start.installation.sources, fileAsRun('cluster-node/main.ts')),
        ...placeArguments(start, plan.nodes),
        '--record-inputs',
        ...ruleArguments(isSteered ? { ...plan, unsafeQuorums: true } : plan),
        ...(isSteered ? ['--rounds-by', roundsBy] : []),
      ],
      env: {},
    }),
  };
}

function placeArguments(start: NodeStart, nodes: readonly string[]): readonly string[] {
  const { node, listen, peers, dataDirectory, traceFile } = start;
  return [
    ...flags({ id: node, nodes: nodes.join(',') }),
    ...Object.entries(peers).flatMap(([peer, { host, port }]) => ['--peer', `${peer}=${host}:${port}`]),
    ...flags({
      'listen-host': listen.host,
      'peer-port': listen.peerPort,
      'client-port': listen.clientPort,
      'admin-port': listen.adminPort,
      data: dataDirectory,
      trace: traceFile,
    }),
  ];
}

function ruleArguments({ protocol, quorums, onBrokenPick, reads, unsafeQuorums, mutant }: PaxosSettings): string[] {
  return [
    ...flags({ protocol, ...quorumOptions(quorums), 'on-broken-pick': onBrokenPick, reads, mutant }),
    ...(unsafeQuorums ? ['--unsafe-quorums'] : []),
  ];
}

function quorumOptions(quorums: QuorumSystem): Readonly<Record<string, string | number | null>> {
  if (quorums.kind !== 'cardinality') return { 'quorum-system': JSON.stringify(systemJson(quorums)) };
  const { phase1, classic, fast } = quorums;
  return { phase1, classic, fast };
}

/** `--name value` for each; null: not given. */
function flags(values: Readonly<Record<string, string | number | null>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [`--${name}`, String(value)]));
}
