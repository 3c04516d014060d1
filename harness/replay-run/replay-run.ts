import { join } from 'node:path';
import { type NodeOptions, parseNodeOptions, type Rules } from '#cluster-node';
import { NodeFiles } from '../environments/node-files.ts';
import type { RunPlan } from '../run-plan.ts';
import type { RunFiles } from '../run-store.ts';
import { paxosSystem } from '../systems/paxos.ts';
import { type NodeReplay, replayNode } from './replay-node.ts';

/** What came of replaying a run, node by node. */
export type RunReplay = Readonly<{
  version: 1;
  directory: string;
  /** Every life whose inputs are there came to what was recorded, and those of every node are there. */
  isSame: boolean;
  nodes: readonly NodeReplay[];
}>;

/**
 * Replays the nodes of a run of processes or containers from what they were given: the same `Replica`, each life from the journal as it
 * stood, compared step by step. `rules`: instead of those that the nodes ran with, to see that a difference is noticed.
 */
export function replayRun({ directory, nodes }: RunFiles, plan: RunPlan, rules?: Rules): RunReplay {
  const replays = plan.nodes.map((node) => {
    const files = new NodeFiles(join(nodes, node));
    return replayNode({
      node,
      options: optionsOf(plan, node),
      ...(rules !== undefined && { rules }),
      dataDirectory: files.data,
      traceFile: files.trace,
    });
  });
  const isSame = replays.every(
    ({ lives, problem }) =>
      problem === null && lives.length > 0 && lives.every(({ difference }) => difference === null),
  );
  return { version: 1, directory, isSame, nodes: replays };
}

/** As the environment started the node, apart from where it was. */
function optionsOf(plan: RunPlan, node: string): NodeOptions {
  const system = paxosSystem(plan, { roundsBy: plan.messages === null ? 'timeouts' : 'request' });
  const nowhere = { host: '127.0.0.1', port: 0 };
  const [, ...args] = system.command({
    node,
    installation: { node: 'node', sources: '.' },
    dataDirectory: '.',
    traceFile: 'trace.jsonl',
    listen: { host: nowhere.host, peerPort: 0, clientPort: 0, adminPort: 0 },
    peers: Object.fromEntries(plan.nodes.filter((peer) => peer !== node).map((peer) => [peer, nowhere])),
  }).args;
  return parseNodeOptions(args);
}
