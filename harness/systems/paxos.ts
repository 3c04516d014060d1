import { fileURLToPath } from 'node:url';
import type { NodeStart, System } from '../ports/index.ts';
import type { RunPlan } from '../run-plan.ts';

const main = fileURLToPath(new URL('../../cluster-node/main.ts', import.meta.url));

type PaxosSettings = Pick<
  RunPlan,
  'nodes' | 'protocol' | 'quorums' | 'unsafeQuorums' | 'onBrokenPick' | 'reads' | 'mutant'
>;

/** The system under test: nodes of the Fast Flexible Paxos family, as `plan` sets them. */
export function paxosSystem(plan: PaxosSettings): System {
  return {
    name: 'paxos',
    nodes: plan.nodes,
    command: (start) => ({
      file: process.execPath,
      args: [main, ...placeArguments(start, plan.nodes), ...ruleArguments(plan)],
      env: {},
    }),
  };
}

function placeArguments(start: NodeStart, nodes: readonly string[]): readonly string[] {
  const { node, listen, peers, dataDirectory, traceFile } = start;
  return [
    ...['--id', node, '--nodes', nodes.join(',')],
    ...Object.entries(peers).flatMap(([peer, { host, port }]) => ['--peer', `${peer}=${host}:${port}`]),
    ...['--listen-host', listen.host],
    ...['--peer-port', String(listen.peerPort)],
    ...['--client-port', String(listen.clientPort)],
    ...['--admin-port', String(listen.adminPort)],
    ...['--data', dataDirectory, '--trace', traceFile],
  ];
}

function ruleArguments({ protocol, quorums, ...rules }: PaxosSettings): readonly string[] {
  return [
    ...['--protocol', protocol],
    ...['--phase1', String(quorums.phase1), '--classic', String(quorums.classic)],
    ...(quorums.fast === null ? [] : ['--fast', String(quorums.fast)]),
    ...['--on-broken-pick', rules.onBrokenPick, '--reads', rules.reads],
    ...(rules.unsafeQuorums ? ['--unsafe-quorums'] : []),
    ...(rules.mutant === null ? [] : ['--mutant', rules.mutant]),
  ];
}
