import { parseArgs } from 'node:util';
import { nodeSetNodesMax, type QuorumSystem, quorumFamily, usesFastRounds } from '#quorums';
import { type ArgumentValues, NodeUsageError, oneOf, port, portMax, required, text } from './argument-values.ts';
import { mutants } from './mutants/index.ts';
import { quorumsOf } from './node-quorums.ts';
import type { ReadMode, ReplicaConfiguration, RoundsBy } from './protocol/configuration.ts';
import { paxosRules, type Rules } from './protocol/rules.ts';

export type NodeOptions = Readonly<{
  id: string;
  names: readonly string[];
  peers: ReadonlyMap<string, Readonly<{ host: string; port: number }>>;
  listen: Readonly<{ host: string; peerPort: number; clientPort: number; adminPort: number }>;
  dataDirectory: string;
  traceFile: string;
  /** Whether what the replica is given is written down, in `inputs/` beside the journal. */
  recordsInputs: boolean;
  protocol: string;
  quorums: QuorumSystem;
  onBrokenPick: 'stop' | 'choose';
  reads: ReadMode;
  rules: Rules;
  /** Whether what may lose acknowledged writes, or is there to make it happen, is permitted. */
  unsafeQuorums: boolean;
  roundsBy: RoundsBy;
}>;

export const nodeUsage: string = `Usage: node cluster-node/main.ts [options]
  --id NAME               which of the nodes this is
  --nodes NAME,NAME,…     all nodes, in the same order everywhere
  --peer NAME=HOST:PORT   where each other node is reached (repeated)
  --listen-host HOST      (default: 127.0.0.1)
  --peer-port, --client-port, --admin-port NUMBER   0: any free one (default: 0)
  --data DIR              holds the journal; made when missing
  --trace FILE            what the node decided, one JSON line each
  --record-inputs         keep what the node is given in DIR/inputs, so that its life can be replayed
  --protocol NAME         classic, flexible, fast or fast-flexible (default: fast-flexible)
  --phase1 L --classic R --fast F   quorum sizes; classic and flexible have no F
  --quorum-system JSON    instead of the sizes: any system of these nodes
  --on-broken-pick stop|choose      when two values may have been chosen (default: stop)
  --reads log|index|lease|local     local is not linearizable: a negative control (default: log)
  --unsafe-quorums        permit quorums that may lose acknowledged writes
  --rounds-by timeouts|request      request: rounds begin by POST /rounds alone, with --unsafe-quorums (default: timeouts)
  --mutant NAME           break one rule on purpose: ${[...mutants.keys()].join(', ')}
Example: node cluster-node/main.ts --id n1 --nodes n1 --data /tmp/n1 --trace /tmp/n1/trace.jsonl --phase1 1 --classic 1 --fast 1`;

/** @throws NodeUsageError with one line */
export function parseNodeOptions(argv: readonly string[]): NodeOptions {
  const values = parsed(argv);
  const id = required(values, 'id');
  const names = required(values, 'nodes').split(',');
  if (names.includes('')) throw new NodeUsageError(`--nodes ${names.join(',')} holds a node without a name.`);
  if (names.length > nodeSetNodesMax)
    throw new NodeUsageError(`--nodes names ${names.length} nodes; at most ${nodeSetNodesMax} make a cluster.`);
  if (!names.includes(id)) throw new NodeUsageError(`--id ${id} is not one of --nodes ${names.join(',')}.`);
  if (new Set(names).size !== names.length) throw new NodeUsageError(`--nodes ${names.join(',')} names a node twice.`);
  const protocol = oneOf(values, 'protocol', ['fast-flexible', 'classic', 'flexible', 'fast']);
  return {
    id,
    names,
    peers: peersOf(values, id, names),
    listen: {
      host: text(values, 'listen-host') ?? '127.0.0.1',
      peerPort: port(values, 'peer-port'),
      clientPort: port(values, 'client-port'),
      adminPort: port(values, 'admin-port'),
    },
    dataDirectory: required(values, 'data'),
    traceFile: required(values, 'trace'),
    recordsInputs: values['record-inputs'] === true,
    protocol,
    quorums: quorumsOf(values, names, protocol),
    onBrokenPick: oneOf(values, 'on-broken-pick', ['stop', 'choose']),
    reads: oneOf(values, 'reads', ['log', 'index', 'lease', 'local']),
    rules: rulesOf(values),
    unsafeQuorums: values['unsafe-quorums'] === true,
    roundsBy: roundsByOf(values),
  };
}

/** How the replica of such a node is made. */
export function configurationOf(options: NodeOptions): ReplicaConfiguration {
  const { names, id, quorums, onBrokenPick, reads, roundsBy } = options;
  return {
    self: names.indexOf(id),
    names,
    quorums: quorumFamily(quorums),
    usesFastRounds: usesFastRounds(quorums),
    onBrokenPick,
    reads,
    roundsBy,
  };
}

function parsed(argv: readonly string[]): ArgumentValues {
  const one = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: {
        id: one,
        nodes: one,
        peer: { type: 'string', multiple: true },
        'listen-host': one,
        'peer-port': one,
        'client-port': one,
        'admin-port': one,
        data: one,
        trace: one,
        'record-inputs': { type: 'boolean' },
        protocol: one,
        phase1: one,
        classic: one,
        fast: one,
        'quorum-system': one,
        'on-broken-pick': one,
        reads: one,
        'unsafe-quorums': { type: 'boolean' },
        'rounds-by': one,
        mutant: one,
      },
    }).values;
  } catch (error) {
    // the parser's own message may have several lines, of which the first says it
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new NodeUsageError(`${message} Run with --help for the options.`, { cause: error });
  }
}

/** Without timeouts a cluster does not live, and holds no leases: that is for nodes that may be broken. */
function roundsByOf(values: ArgumentValues): RoundsBy {
  const roundsBy = oneOf(values, 'rounds-by', ['timeouts', 'request']);
  if (roundsBy === 'request' && values['unsafe-quorums'] !== true)
    throw new NodeUsageError('--rounds-by request is only for nodes with --unsafe-quorums.');
  return roundsBy;
}

function rulesOf(values: ArgumentValues): Rules {
  const name = text(values, 'mutant');
  if (name === undefined) return paxosRules;
  const mutant = mutants.get(name);
  if (mutant === undefined)
    throw new NodeUsageError(`unknown mutant "${name}"; there are ${[...mutants.keys()].join(', ')}.`);
  return mutant.rules;
}

function peersOf(values: ArgumentValues, id: string, names: readonly string[]): NodeOptions['peers'] {
  const given = values['peer'];
  const peers = new Map<string, { host: string; port: number }>();
  for (const peer of Array.isArray(given) ? given : []) {
    const match = /^(?<name>[^=]+)=(?<host>.+):(?<port>\d+)$/.exec(String(peer));
    const { name, host, port: portText } = match?.groups ?? {};
    if (name === undefined || host === undefined || !names.includes(name) || Number(portText) > portMax) {
      throw new NodeUsageError(`--peer ${String(peer)} is not NAME=HOST:PORT with a name from --nodes.`);
    }
    peers.set(name, { host, port: Number(portText) });
  }
  const missing = names.filter((name) => name !== id && !peers.has(name));
  if (missing.length > 0) throw new NodeUsageError(`--peer is missing for ${missing.join(', ')}.`);
  return peers;
}
