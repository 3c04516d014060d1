import { type Mutant, mutants, type ReadMode } from '#cluster-node';
import { nodeNames, type QuorumSystem } from '#quorums';
import { UsageError } from '../../harness-error.ts';
import { oneOf, wholeNumber } from '../../option-values.ts';
import { planQuorums } from '../../plan-quorums.ts';
import { readQuorumSystem } from '../../quorums-file.ts';
import { simNodesMax } from '../../sim-nodes-max.ts';
import { type DrawOptions, protocols } from '../../simulation/index.ts';

/** What is not left to the seed, as it was typed. */
export type AskedSwarm = Readonly<{
  nodes?: string;
  protocol?: string;
  phase1?: string;
  classic?: string;
  fast?: string;
  quorums?: string;
  unsafeQuorums?: boolean;
  onBrokenPick?: string;
  reads?: string;
  operations?: string;
  faults?: string;
  mutant?: string;
}>;

/** How they are typed, in the order of the help text. */
export const swarmFlags: readonly (readonly [name: keyof AskedSwarm, flags: string, help: string])[] = [
  ['nodes', '--nodes <n>', `number of nodes, 1 to ${simNodesMax} (default: drawn, mostly 3 to 5)`],
  ['protocol', '--protocol <name>', `${protocols.join(', ')} (default: drawn)`],
  ['phase1', '--phase1 <n>', 'nodes in a phase-1 quorum, L (default: the three sizes are drawn from the safe ones)'],
  ['classic', '--classic <n>', 'nodes in a classic phase-2 quorum, R'],
  ['fast', '--fast <n>', 'nodes in a fast phase-2 quorum, F'],
  ['quorums', '--quorums <file>', 'JSON that names nodes and quorums; instead of --nodes and the three sizes'],
  ['unsafeQuorums', '--unsafe-quorums', 'permit quorums that can disagree; the verdict stays what it is'],
  [
    'onBrokenPick',
    '--on-broken-pick <how>',
    'stop: a node that finds two possible values stops; choose: it goes on (default: stop; with --mutant choose)',
  ],
  ['reads', '--reads <how>', 'log, index, lease or local (default: drawn, but for local, which is unsafe)'],
  ['operations', '--operations <n>', 'operations of clients in each run (default: 40, with leases 150)'],
  ['faults', '--faults <which>', 'all, or none and a network that loses nothing (default: all)'],
  [
    'mutant',
    '--mutant <name>',
    'break one rule of the protocol in every node, at the setting where that shows (negative control)',
  ],
];

/** @throws UsageError one line for the first option that makes no sense */
export function drawOptions(asked: AskedSwarm): DrawOptions {
  const mutant = asked.mutant === undefined ? null : mutantNamed(asked.mutant);
  const onBrokenPick = asked.onBrokenPick ?? (mutant === null ? 'stop' : 'choose');
  const reads = asked.reads ?? mutant?.reads ?? (mutant === null ? undefined : 'log');
  return {
    ...systemAsked(asked, mutant),
    ...(reads === undefined ? {} : { reads: oneOf<ReadMode>('--reads', reads, ['log', 'index', 'lease', 'local']) }),
    ...(asked.operations === undefined
      ? {}
      : { operations: wholeNumber('--operations', asked.operations, 1, 100_000) }),
    ...(asked.faults === undefined ? {} : { faults: oneOf('--faults', asked.faults, ['all', 'none']) }),
    onBrokenPick: oneOf('--on-broken-pick', onBrokenPick, ['stop', 'choose']),
    mutant: mutant?.name ?? null,
  };
}

/** What to type after a command to mean the same again, a blank first. */
export function askedAgain(asked: AskedSwarm): string {
  return swarmFlags
    .map(([name, flags]) => {
      const value = asked[name];
      if (value === undefined || value === false) return '';
      const [flag = ''] = flags.split(' ');
      if (value === true) return ` ${flag}`;
      return ` ${flag} ${/^[\w./-]+$/.test(value) ? value : `'${value}'`}`;
    })
    .join('');
}

/** The option that was given although a scenario says it all; undefined: none. */
export function givenSwarmFlag(asked: AskedSwarm): string | undefined {
  const found = swarmFlags.find(([name]) => asked[name] !== undefined);
  return found?.[1].split(' ')[0];
}

function mutantNamed(name: string): Mutant {
  const known = oneOf('--mutant', name, [...mutants.keys()]);
  const mutant = mutants.get(known);
  if (mutant === undefined) throw new UsageError(`--mutant "${name}" is unknown.`);
  return mutant;
}

/** Sizes or a file decide on the whole system; without them the mutant does, or how many nodes there are and which protocol. */
function systemAsked(asked: AskedSwarm, mutant: Mutant | null): Pick<DrawOptions, 'system' | 'nodes' | 'protocol'> {
  const { phase1, classic, fast, quorums } = asked;
  if ([phase1, classic, fast, quorums].some((given) => given !== undefined)) return { system: plannedSystem(asked) };
  if (mutant !== null && asked.nodes === undefined && asked.protocol === undefined) return { system: mutant.system };
  return {
    ...(asked.nodes === undefined ? {} : { nodes: wholeNumber('--nodes', asked.nodes, 1, simNodesMax) }),
    ...(asked.protocol === undefined ? {} : { protocol: oneOf('--protocol', asked.protocol, protocols) }),
  };
}

function plannedSystem({ nodes, protocol, phase1, classic, fast, quorums, unsafeQuorums }: AskedSwarm): QuorumSystem {
  const system = planQuorums({
    ...(nodes === undefined ? {} : { nodes }),
    ...(protocol === undefined ? {} : { protocol }),
    ...(quorums === undefined ? {} : { quorums: readQuorumSystem(quorums) }),
    phase1,
    classic,
    fast,
    unsafeQuorums: unsafeQuorums === true,
  }).quorums;
  const { length } = nodeNames(system);
  if (length > simNodesMax) throw new UsageError(`the simulator takes at most ${simNodesMax} nodes, not ${length}.`);
  return system;
}
