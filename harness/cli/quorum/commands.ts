import type { Command } from 'commander';
import { askedFile } from './asked-system.ts';
import { type BreakOptions, breakCommand } from './break.ts';
import { type CheckOptions, checkCommand } from './check.ts';
import { type CompareOptions, compareCommand } from './compare.ts';
import { type ListOptions, listCommand } from './list.ts';
import { type MeasureOptions, measureCommand } from './measure.ts';

const systemOptions = [
  ['--nodes <n>', 'number of nodes, N'],
  ['--phase1 <n>', 'nodes in a phase-1 quorum, L'],
  ['--classic <n>', 'nodes in a classic phase-2 quorum, R'],
  ['--fast <n>', 'nodes in a fast phase-2 quorum, F; left out: fast rounds are not used'],
  ['--eF <n>', "crashes that fast rounds survive, in Lamport's form: N, eF and eC instead of the other sizes"],
  ['--eC <n>', 'crashes that classic rounds and changes of leader survive'],
  ['--quorums <file>', 'another way to name [file], as for "ballotproof run"'],
] as const;

const priceOptions = [
  ['--failure <p>', 'probability that a node is down, 0 to 1 (default: 0.01)'],
  ['--zone-failure <p>', 'probability that a zone is down with all of its nodes (default: zones do not fail)'],
  [
    '--latency <file>',
    'JSON with "nodes" and "ms", a row of one-way delays for each node; perhaps "leader", "clients"',
  ],
] as const;

const fileHelp = 'N/L/R/F such as 10/8/3/7, or JSON that names nodes and quorums, such as those in examples/';

/** `quorum` and the commands below it. */
export function addQuorum(program: Command, end: (status: number) => void): void {
  const quorum = program.command('quorum').description('say what quorums promise, what they cost, and how they break');
  addCheck(quorum, end);
  addList(quorum, end);
  addCompare(quorum, end);
  addBreak(quorum, end);
  addMeasure(quorum, end);
}

function addCheck(quorum: Command, end: (status: number) => void): void {
  withPrices(withSystem(quorum.command('check').argument('[file]', fileHelp)))
    .description('say whether quorums are safe, why, and at what price')
    .option(
      '--steps <n>',
      'choices to try for each requirement before giving up (default: 1000000, some 5 seconds at worst)',
    )
    .option('--svg <file>', 'draw the quorums that come closest to missing each other')
    .option('--json', 'print everything as JSON')
    .addHelpText('after', checkHelp)
    .action((file: string | undefined, options: CheckOptions) => end(checkCommand(askedFile(file, options), options)));
}

function addList(quorum: Command, end: (status: number) => void): void {
  withPrices(quorum.command('list').argument('<n>', 'number of nodes'))
    .description('print the safe settings on the Pareto front, the best first')
    .option('--classic-only', 'settings without fast rounds')
    .option(
      '--prefer <what>',
      'crashes: the weakest path survives most; fast-latency: the fastest fast path; leader-change: a new leader decides ' +
        'in spite of most crashes (default: crashes); settings of which one crash stops a path always come last',
    )
    .option('--all', 'every safe setting')
    .option('--json', 'print everything as JSON')
    .addHelpText('after', listHelp)
    .action((nodes: string, options: ListOptions) => end(listCommand(nodes, options)));
}

function addCompare(quorum: Command, end: (status: number) => void): void {
  withPrices(quorum.command('compare').argument('<a>', fileHelp).argument('<b>', 'the same'))
    .description('set two quorum systems side by side')
    .option('--json', 'print everything as JSON')
    .addHelpText('after', compareHelp)
    .action((a: string, b: string, options: CompareOptions) => end(compareCommand(a, b, options)));
}

function addBreak(quorum: Command, end: (status: number) => void): void {
  withSystem(quorum.command('break').argument('[file]', fileHelp))
    .description('tell how quorums that do not meet choose two values, and make it happen')
    .option(
      '--on-broken-pick <how>',
      'stop or choose: what coordinators do that see two possible values (default: both)',
    )
    .option('--run', 'make it happen on nodes, and again on safe quorums as a control')
    .option(
      '--environment <name>',
      'where: docker, process or sim (default: docker where an engine answers, else process)',
    )
    .option('--seed <n>', 'repeat a run (default: random, printed)')
    .option('--schedule <file>', 'take the schedule of messages from a scenario file instead')
    .option('--scenario <file>', 'write the schedule of messages as a scenario file')
    .option('--svg <file>', 'write the schedule of messages as a diagram')
    .option('--up-to <n>', 'with --run --environment sim: break every unsafe setting of at most so many nodes')
    .option('--store <dir>', 'directory in which runs keep their files (default: store)', 'store')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', breakHelp)
    .action(async (file: string | undefined, options: BreakOptions) =>
      end(await breakCommand(askedFile(file, options), options)),
    );
}

function addMeasure(quorum: Command, end: (status: number) => void): void {
  withSystem(quorum.command('measure').argument('[file]', fileHelp))
    .description('kill as many nodes as each path survives, and one more, and tell what still gets ahead')
    .option(
      '--environment <name>',
      'where: docker, process or sim (default: docker where an engine answers, else process)',
    )
    .option('--seed <n>', 'repeat a measurement (default: random, printed)')
    .option('--store <dir>', 'directory in which the nodes keep their files (default: store)', 'store')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', measureHelp)
    .action(async (file: string | undefined, options: MeasureOptions) =>
      end(await measureCommand(askedFile(file, options), options)),
    );
}

function withSystem(command: Command): Command {
  for (const [flags, help] of systemOptions) command.option(flags, help);
  return command;
}

function withPrices(command: Command): Command {
  for (const [flags, help] of priceOptions) command.option(flags, help);
  return command;
}

const checkHelp = `
Exit status: 0 safe; 1 unsafe; 2 undecided; 254 quorums that make no sense.
Example: ballotproof quorum check --nodes 10 --phase1 8 --classic 3 --fast 7
         ballotproof quorum check --nodes 10 --eF 2 --eC 4
         ballotproof quorum check examples/three-zones.json --zone-failure 0.001 --svg zones.svg`;

const listHelp = `
Example: ballotproof quorum list 10
         ballotproof quorum list 10 --prefer fast-latency`;

const compareHelp = `
Exit status: 0 both are safe; 1 one is unsafe; 2 one is undecided; 254 quorums that make no sense.
Example: ballotproof quorum compare 10/8/3/7 10/7/4/7
         ballotproof quorum compare 6/4/3/5 examples/grid-2x3.json --failure 0.001`;

const breakHelp = `
Exit status: 0 there is nothing to break; 1 the quorums are unsafe, and with --run the violation happened and was convicted;
2 it could not be made to happen; 254 quorums that make no sense.
Example: ballotproof quorum break --nodes 5 --phase1 4 --classic 4 --fast 3 --run --environment process`;

const measureHelp = `
Exit status: 0 every path got ahead, and stood still, as foretold; 1 one did not; 2 something could not be measured;
254 quorums that are not safe or make no sense.
Example: ballotproof quorum measure --nodes 5 --phase1 3 --classic 3 --fast 4 --environment process`;
