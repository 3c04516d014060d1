import { writeFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Command } from 'commander';
import { type Message, mutants, paxosRules, type RoundKind } from '#cluster-node';
import { setInvariants } from '#foundation';
import { nodeNames, type QuorumSystem, usesFastRounds } from '#quorums';
import { SystemClock } from '../environments/system-clock.ts';
import { exitStatus } from '../exit-status.ts';
import { type Exploration, type ExploreLimits, explorationSteps } from '../explore/explore.ts';
import { type ExploreScope, messageKinds, messagesThatChoose, type PlannedRound } from '../explore/explore-scope.ts';
import { explorationText } from '../explore/explore-text.ts';
import { pathScenario } from '../explore/path-scenario.ts';
import { UsageError } from '../harness-error.ts';
import { decimalNumber, oneOf, wholeNumber } from '../option-values.ts';
import { scenarioText } from '../simulation/index.ts';
import { Interrupts } from './interrupts.ts';
import { askedSystem } from './quorum/asked-system.ts';
import { refuseWithoutFolder } from './refuse-without-folder.ts';

/** The options of `explore` as commander gives them. */
export type ExploreOptions = Readonly<{
  nodes?: string;
  phase1?: string;
  classic?: string;
  fast?: string;
  rounds: string;
  plan?: string;
  homes?: string;
  crashes: string;
  instances: string;
  messages?: string;
  mutant?: string;
  statesMax: string;
  timeLimit?: string;
  out?: string;
  json?: boolean;
}>;

/** Adds the command `explore`. */
export function addExplore(program: Command, end: (status: number) => void): void {
  program
    .command('explore')
    .description('try every order of events of a small cluster, instead of some')
    .option('--nodes <n>', 'number of nodes, 1 to 5')
    .option('--phase1 <n>', 'nodes in a phase-1 quorum, L')
    .option('--classic <n>', 'nodes in a classic phase-2 quorum, R')
    .option('--fast <n>', 'nodes in a fast phase-2 quorum, F (default: no fast rounds)')
    .option(
      '--rounds <n>',
      'how many: the first is fast if there are such, and each has the next node for its owner',
      '2',
    )
    .option('--plan <list>', 'the rounds themselves, such as n1:fast,n2,n1; instead of --rounds')
    .option('--homes <list>', 'nodes at which a client asks for a command (default: n1,n2)')
    .option('--crashes <n>', 'of each node', '0')
    .option('--instances <n>', 'in which votes are cast', '1')
    .option('--messages <list>', `those that arrive (default: ${messagesThatChoose.join(',')})`)
    .option('--mutant <name>', 'break one rule of the protocol in every node; the sizes are its own unless given')
    .option('--states-max <n>', 'states after which it is given up', '200000000')
    .option('--time-limit <seconds>', 'after which it is given up (default: none)')
    .option('--out <file>', 'where to write the way to a violation, as a scenario that replay repeats')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', help)
    .action(async (options: ExploreOptions) => end(await exploreCommand(options)));
}

const help = `
Exit status: 0 complete and no violation, 1 a violation, 2 not complete, 254 wrong usage, 255 the harness itself failed.
Example: ballotproof explore --nodes 3 --phase1 2 --classic 2 --rounds 2 --crashes 1`;

/** Exit status 0: everything within the scope was tried, without a violation; 1: a violation; 2: not everything. */
export async function exploreCommand(options: ExploreOptions): Promise<number> {
  const scope = askedScope(options);
  const statesMax = wholeNumber('--states-max', options.statesMax, 1, 2_000_000_000);
  const { timeLimit, out, json } = options;
  refuseWithoutFolder('--out', out);
  const limitMs =
    timeLimit === undefined
      ? Number.POSITIVE_INFINITY
      : 1000 * decimalNumber('--time-limit', timeLimit, { min: 0.1, max: 1e6, unit: 'seconds' });
  const clock = new SystemClock();
  const passedMs = (): number => clock.nowNs() / 1e6;
  let saidAtMs = passedMs();
  setInvariants(options.mutant === undefined);
  using interrupts = new Interrupts(say, { clock, stopping: 'stopping: how far it came is told' });
  const found = await inTurns(scope, {
    statesMax,
    shouldStop: () => interrupts.stop.aborted || passedMs() >= limitMs,
    progress: ({ states, waiting, depth }) => {
      if (passedMs() - saidAtMs < 1_000) return;
      saidAtMs = passedMs();
      say(`${states} states, ${waiting} of them to be continued, depth ${depth}`);
    },
  });
  setInvariants(true);
  const took = { ms: Math.round(passedMs()), rssMB: Math.round(process.resourceUsage().maxRSS / 1024) };
  process.stdout.write(
    json === true ? `${JSON.stringify({ ...found, ...took })}\n` : explorationText(scope, found, took),
  );
  if (out !== undefined) writeScenario(out, scope.system, found, options.mutant);
  return exitStatus[verdicts[found.end]];
}

/** Explores, and lets signals come through now and then. */
async function inTurns(scope: ExploreScope, limits: ExploreLimits): Promise<Exploration> {
  const steps = explorationSteps(scope, limits);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    await nextTurn();
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const verdicts = { complete: 'valid', violation: 'invalid', states: 'unknown', stopped: 'unknown' } as const;

function askedScope(options: ExploreOptions): ExploreScope {
  const mutant =
    options.mutant === undefined ? null : mutants.get(oneOf('--mutant', options.mutant, [...mutants.keys()]));
  const { nodes, phase1, classic, fast } = options;
  const sizes = {
    ...(nodes && { nodes }),
    ...(phase1 && { phase1 }),
    ...(classic && { classic }),
    ...(fast && { fast }),
  };
  const isOfMutant = mutant !== null && mutant !== undefined && Object.keys(sizes).length === 0;
  if (!isOfMutant) refuseWithoutSizes(options);
  const system = isOfMutant ? mutant.system : askedSystem(undefined, sizes);
  const names = nodeNames(system);
  if (names.length > nodesMax) throw new UsageError(`explore takes at most ${nodesMax} nodes, not ${names.length}.`);
  return {
    system,
    rules: mutant?.rules ?? paxosRules,
    rounds: askedRounds(options, system, names),
    numbers: null,
    homes: (options.homes?.split(',') ?? names.slice(0, 2)).map((name) => nodeNamed('--homes', name, names)),
    crashes: wholeNumber('--crashes', options.crashes, 0, 9),
    instances: wholeNumber('--instances', options.instances, 1, 9),
    reduces: options.mutant === undefined,
    delivered: new Set(
      options.messages?.split(',').map((kind) => oneOf<Message['kind']>('--messages', kind, messageKinds)) ??
        messagesThatChoose,
    ),
  };
}

/** @throws UsageError */
function refuseWithoutSizes(options: ExploreOptions): void {
  const missing = (['nodes', 'phase1', 'classic'] as const).find((size) => options[size] === undefined);
  if (missing === undefined) return;
  throw new UsageError(
    `--${missing} is missing: give --nodes, --phase1, --classic and perhaps --fast, or --mutant alone.`,
  );
}

const nodesMax = 5;

function askedRounds(options: ExploreOptions, system: QuorumSystem, names: readonly string[]): readonly PlannedRound[] {
  const hasFast = usesFastRounds(system);
  if (options.plan === undefined) {
    const rounds = wholeNumber('--rounds', options.rounds, 1, 9);
    return Array.from({ length: rounds }, (_, place) => ({
      node: place % names.length,
      kind: place === 0 && hasFast ? 'fast' : 'classic',
    }));
  }
  return options.plan.split(',').map((word) => {
    const [name = '', kind = 'classic'] = word.split(':');
    const roundKind = oneOf<RoundKind>('--plan', kind, ['classic', 'fast']);
    if (roundKind === 'fast' && !hasFast) throw new UsageError(`--plan ${word}: these quorums have no fast rounds.`);
    return { node: nodeNamed('--plan', name, names), kind: roundKind };
  });
}

function nodeNamed(option: string, name: string, names: readonly string[]): number {
  return names.indexOf(oneOf(option, name, names));
}

function writeScenario(file: string, system: QuorumSystem, { violation }: Exploration, mutant?: string): void {
  if (violation === null || violation.path.length === 0) return;
  const because = `Found by trying everything: ${violation.message}.`;
  writeFileSync(file, scenarioText(pathScenario(violation.path, { system, mutant: mutant ?? null, because })));
}
