import { Command, CommanderError } from 'commander';
import { formats, historyModels } from '#checker';
import { mutants } from '#cluster-node';
import { clockVariants, partitionVariants, quorumVariants, targetWords } from '#nemesis';
import { exitStatus } from '../exit-status.ts';
import { quorumRunDefaults } from '../quorum-run-defaults.ts';
import { runDefaults } from '../run-request.ts';
import { type CheckCommandOptions, checkCommand } from './check.ts';
import { historyDefaults } from './check-history-file.ts';
import { cleanCommand } from './clean.ts';
import { doctorCommand } from './doctor.ts';
import { addExplore } from './explore.ts';
import { listCommand } from './list.ts';
import { addMutants } from './mutants.ts';
import { errorLine, errorStatus } from './print-error.ts';
import { addQuorum } from './quorum/commands.ts';
import { type RunCommandOptions, runCommand } from './run.ts';
import { addSimulation } from './simulation/commands.ts';

/** Carries out a command line (without the program's name) and gives back its exit status; never rejects. */
export async function main(argv: readonly string[]): Promise<number> {
  let status: number = exitStatus.usage;
  const program = commandLine((ended) => {
    status = ended;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0; // help and version
      process.stderr.write(`${usageLine(error)}\n`);
      return exitStatus.usage;
    }
    process.stderr.write(`${errorLine(error)}\n`);
    return errorStatus(error);
  }
}

/** Commander ends its sentence with a suggestion on a second line; ours are one line. */
function usageLine({ message, code }: CommanderError): string {
  if (code === 'commander.help') return 'name a command; run "ballotproof --help".';
  return message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
}

function commandLine(end: (status: number) => void): Command {
  const program = new Command('ballotproof')
    .description('Finds out whether a Fast Flexible Paxos quorum setting may be rolled out.')
    .addHelpText('after', `\n${exitStatuses}`)
    .addHelpText('after', 'Example: ballotproof run register --environment sim --seed 4711')
    .configureOutput({ writeErr: () => undefined }) // errors are printed once, by `main`
    .exitOverride();
  addRun(program, end);
  addQuorum(program, end);
  addSimulation(program, end);
  addMutants(program, end);
  addExplore(program, end);
  program
    .command('list')
    .description('print every scenario')
    .addHelpText('after', '\nExample: ballotproof list')
    .action(() => end(listCommand()));
  addCheck(program, end);
  program
    .command('doctor')
    .description('say what this machine can do, and what is missing')
    .addHelpText('after', '\nExample: ballotproof doctor')
    .action(async () => end(await doctorCommand()));
  program
    .command('clean')
    .description('remove what runs left behind whose controller was killed')
    .option('--store <dir>', storeHelp, storeDefault)
    .addHelpText('after', '\nExample: ballotproof clean')
    .action(async (options: Readonly<{ store: string }>) => end(await cleanCommand(options)));
  return program;
}

const exitStatuses = 'Exit status: 0 valid, 1 invalid, 2 unknown, 254 wrong usage, 255 the harness itself failed.';
const storeDefault = 'store';
const storeHelp = 'directory in which runs keep their files';

function addRun(program: Command, end: (status: number) => void): void {
  const run = program
    .command('run')
    .argument('[scenario]', 'what to test; "ballotproof list" names all (default: register, or as --workload says)')
    .description('start a cluster, torture it, and judge it')
    .addHelpText('after', runExamples);
  for (const [flags, help, preset] of runOptions) {
    if (preset === undefined) run.option(flags, help);
    else run.option(flags, `${help} (default: ${preset})`);
  }
  run
    .option('--store <dir>', storeHelp, storeDefault)
    .option('--test-count <n>', 'runs, with the seeds SEED, SEED+1, …; the strongest verdict counts', '1')
    .option('--json', 'print the results as JSON')
    .action(async (scenario: string | undefined, options: RunCommandOptions) =>
      end(await runCommand(scenario, options)),
    );
}

function addCheck(program: Command, end: (status: number) => void): void {
  program
    .command('check')
    .argument('<path>', 'the directory of a run, or a file with a history')
    .description('judge a stored run again, or a history that comes alone')
    .option(
      '--model <name>',
      `what the history is of (default: what its functions tell): ${historyModels.join(', ')}; a priority-queue hands out the least`,
    )
    .option('--format <name>', `auto, ${formats.join(', ')}; plain or packed by gzip (default: auto, by how it begins)`)
    .option('--by-key', 'values are pairs of a key and a value (default: where all of them are)')
    .option(
      '--consistency <name>',
      'what transactions are held to: read-committed, read-atomic, causal, snapshot-isolation, serializable, ' +
        'strict-serializable or another model (default: strict-serializable; serializable where no time is told)',
    )
    .option(
      '--initial <json>',
      'what is there at first: registers of multi-register, for example {"x": 0} (default: null), or accounts of a bank ' +
        '(default: as its first read has them)',
    )
    .option(
      '--unwritten-reads <how>',
      'what reads of values are that nobody wrote to registers: initial-state (one value a key that was never empty may ' +
        'be what it held at first), garbage-read (an anomaly), or ignored, as by Elle (default: initial-state)',
    )
    .option(
      '--linearizable-keys',
      'believe that each register of transactions is linearizable, which orders its versions',
    )
    .option('--sequential-keys', 'believe that the versions of each such register follow the order of each process')
    .option('--wfr-keys', 'believe that a transaction that reads such a register and writes it writes a later version')
    .option('--time-limit <seconds>', `for the check of a history (default: ${historyDefaults.timeLimit})`)
    .option('--memory <MB>', `for reading and checking a history (default: ${historyDefaults.memory})`)
    .option(
      '--html <file>',
      'where to draw a violation, as a page that needs nothing else; as a picture alone in FILE.svg',
    )
    .option('--minimal <file>', 'where to write the few operations that are wrong alone, as a history')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', `\n${exitStatuses}\nExample: ballotproof check examples/histories/stale-read.jsonl`)
    .action(async (path: string, options: CheckCommandOptions) => end(await checkCommand(path, options)));
}

/** Defaults are shown here and set in `runDefaults`, because a scenario's own options come in between. */
const runOptions: readonly (readonly [flags: string, help: string, preset?: string])[] = [
  [
    '--environment <name>',
    'where to run: docker, process or sim (virtual time)',
    'docker where an engine answers, else process',
  ],
  ['--nodes <n>', 'number of nodes, 1 to 31', runDefaults.nodes],
  ['--protocol <name>', 'classic, flexible, fast or fast-flexible', runDefaults.protocol],
  ['--phase1 <n>', 'nodes in a phase-1 quorum, L (default: from the protocol; a majority)'],
  ['--classic <n>', 'nodes in a classic phase-2 quorum, R (default: from the protocol; the smallest safe one)'],
  ['--fast <n>', 'nodes in a fast phase-2 quorum, F (default: from the protocol; the smallest safe one)'],
  [
    '--quorums <file>',
    'JSON that names nodes and quorums: weighted, grid, zones, explicit sets; instead of --nodes and the three sizes',
  ],
  ['--unsafe-quorums', 'permit quorums that can disagree; the verdict stays what it is'],
  [
    '--on-broken-pick <how>',
    'stop: a node that finds two possible values stops; choose: it goes on',
    runDefaults.onBrokenPick,
  ],
  [
    '--reads <how>',
    'log: as commands; index, lease: from the home node once a leader is sure; local: unsafe (negative control)',
    runDefaults.reads,
  ],
  ['--workload <name>', 'what clients do: register; append: transactions over lists', runDefaults.workload],
  ['--values <kind>', 'written values: unique per key, or repeated', runDefaults.values],
  ['--resend <percent>', 'operations that are sent more than once under one name', runDefaults.resend],
  [
    '--nemesis <faults>',
    'KIND[:VARIANT][@TARGET],… of partition, kill, pause, clock, quorum; or none. ' +
      `Variants of partition: ${partitionVariants.join(', ')}, one-way; of clock: ${clockVariants.join(', ')}; ` +
      `of quorum: ${quorumVariants.join(', ')}. ` +
      `Targets: ${targetWords.join(', ')}, or a node such as n1`,
    runDefaults.nemesis,
  ],
  [
    '--nemesis-interval <seconds>',
    `length of a window: half fault, half healed; ${quorumRunDefaults.nemesisInterval} with quorum faults alone`,
    runDefaults.nemesisInterval,
  ],
  [
    '--clock <mode>',
    'wall: clock faults set wall clocks; rate: all clocks run at 0.9 to 1.1 (default: from the faults; wall)',
  ],
  ['--link-delay <milliseconds>', 'how much longer each message between nodes takes', runDefaults.linkDelay],
  [
    '--rate <per second>',
    `operations of all clients together; 0: none; ${quorumRunDefaults.rate} with quorum faults alone`,
    runDefaults.rate,
  ],
  ['--concurrency <n>', 'clients at a time; 2n: twice the number of nodes', runDefaults.concurrency],
  ['--op-timeout <seconds>', 'after which the outcome of an operation is unknown', runDefaults.opTimeout],
  ['--time-limit <seconds>', 'length of the workload', runDefaults.timeLimit],
  [
    '--mutant <name>',
    `break one rule of the protocol in every node (negative control): ${[...mutants.keys()].join(', ')}`,
  ],
  ['--seed <n>', 'repeat a run (default: random, printed when the run starts)'],
];

const runExamples = `
${exitStatuses}
Example: ballotproof run register --environment process --nodes 5 --protocol fast-flexible --phase1 3 --classic 3 --fast 4 --seed 7`;
