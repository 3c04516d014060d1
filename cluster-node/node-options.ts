import { parseArgs } from 'node:util';
import {
  assertMeaningful,
  type CardinalitySetting,
  checkSetting,
  nearestSafeSettings,
  nodeSetNodesMax,
  QuorumSettingError,
  settingText,
} from '#quorums';
import { mutants } from './mutants/index.ts';
import type { ReadMode, RoundsBy } from './protocol/configuration.ts';
import { paxosRules, type Rules } from './protocol/rules.ts';

/** Wrong usage: one line, exit status 254. */
export class NodeUsageError extends Error {
  override readonly name = 'NodeUsageError';
  readonly code = 'USAGE';
}

export type NodeOptions = Readonly<{
  id: string;
  names: readonly string[];
  peers: ReadonlyMap<string, Readonly<{ host: string; port: number }>>;
  listen: Readonly<{ host: string; peerPort: number; clientPort: number; adminPort: number }>;
  dataDirectory: string;
  traceFile: string;
  protocol: string;
  quorums: CardinalitySetting;
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
  --protocol NAME         classic, flexible, fast or fast-flexible (default: fast-flexible)
  --phase1 L --classic R --fast F   quorum sizes; classic and flexible have no F
  --on-broken-pick stop|choose      when two values may have been chosen (default: stop)
  --reads log|index|lease|local     local is not linearizable: a negative control (default: log)
  --unsafe-quorums        permit sizes that may lose acknowledged writes
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
    protocol,
    quorums: quorumsOf(values, names.length, protocol),
    onBrokenPick: oneOf(values, 'on-broken-pick', ['stop', 'choose']),
    reads: oneOf(values, 'reads', ['log', 'index', 'lease', 'local']),
    rules: rulesOf(values),
    unsafeQuorums: values['unsafe-quorums'] === true,
    roundsBy: roundsByOf(values),
  };
}

const portMax = 65_535;

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function parsed(argv: readonly string[]): Values {
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
        protocol: one,
        phase1: one,
        classic: one,
        fast: one,
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

function quorumsOf(values: Values, nodes: number, protocol: string): CardinalitySetting {
  const hasFast = protocol === 'fast' || protocol === 'fast-flexible';
  const setting: CardinalitySetting = {
    nodes,
    phase1: whole(values, 'phase1'),
    classic: whole(values, 'classic'),
    fast: hasFast ? whole(values, 'fast') : null,
  };
  try {
    assertMeaningful(setting);
  } catch (error) {
    if (error instanceof QuorumSettingError) throw new NodeUsageError(error.message, { cause: error });
    throw error;
  }
  const report = checkSetting(setting);
  if (report.isSafe || values['unsafe-quorums'] === true) return setting;
  const violated = report.requirements
    .filter((requirement) => !requirement.holds)
    .map((requirement) => requirement.sentence);
  const nearest = nearestSafeSettings(setting).map(settingText).join(' or ');
  throw new NodeUsageError(
    `unsafe quorums: ${violated.join('; ')}. Nearest safe: ${nearest}. --unsafe-quorums permits them.`,
  );
}

/** Without timeouts a cluster does not live, and leases are renewed by them: that is for nodes that may be broken. */
function roundsByOf(values: Values): RoundsBy {
  const roundsBy = oneOf(values, 'rounds-by', ['timeouts', 'request']);
  if (roundsBy === 'request' && values['unsafe-quorums'] !== true)
    throw new NodeUsageError('--rounds-by request is only for nodes with --unsafe-quorums.');
  if (roundsBy === 'request' && text(values, 'reads') === 'lease')
    throw new NodeUsageError('--rounds-by request cannot have --reads lease: leases are renewed by timeouts.');
  return roundsBy;
}

function rulesOf(values: Values): Rules {
  const name = text(values, 'mutant');
  if (name === undefined) return paxosRules;
  const mutant = mutants.get(name);
  if (mutant === undefined)
    throw new NodeUsageError(`unknown mutant "${name}"; there are ${[...mutants.keys()].join(', ')}.`);
  return mutant.rules;
}

function peersOf(values: Values, id: string, names: readonly string[]): NodeOptions['peers'] {
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

function text(values: Values, option: string): string | undefined {
  const value = values[option];
  return typeof value === 'string' ? value : undefined;
}

function required(values: Values, option: string): string {
  const value = text(values, option);
  if (value === undefined || value === '')
    throw new NodeUsageError(`--${option} is required. Run with --help for the options.`);
  return value;
}

function oneOf<T extends string>(values: Values, option: string, choices: readonly [T, ...T[]]): T {
  const value = text(values, option);
  if (value === undefined) return choices[0];
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new NodeUsageError(`--${option} ${value} is not one of ${choices.join(', ')}.`);
  return choice;
}

function whole(values: Values, option: string): number {
  const value = Number(required(values, option));
  if (!Number.isSafeInteger(value))
    throw new NodeUsageError(`--${option} ${String(values[option])} is not a whole number.`);
  return value;
}

function port(values: Values, option: string): number {
  const value = Number(text(values, option) ?? '0');
  if (!Number.isInteger(value) || value < 0 || value > portMax) throw new NodeUsageError(`--${option} is not a port.`);
  return value;
}
