import type { Command } from 'commander';
import { type BreakOptions, breakCommand } from './break.ts';

const sizeOptions = [
  ['--nodes <n>', 'number of nodes, N'],
  ['--phase1 <n>', 'nodes in a phase-1 quorum, L'],
  ['--classic <n>', 'nodes in a classic phase-2 quorum, R'],
  ['--fast <n>', 'nodes in a fast phase-2 quorum, F; left out: fast rounds are not used'],
] as const;

const fileHelp = 'JSON that names nodes and quorums, such as those in examples/; instead of the sizes';

/** `quorum` and the commands below it. */
export function addQuorum(program: Command, end: (status: number) => void): void {
  const quorum = program.command('quorum').description('say what quorums promise, what they cost, and how they break');
  addBreak(quorum, end);
}

function addBreak(quorum: Command, end: (status: number) => void): void {
  withSizes(quorum.command('break').argument('[file]', fileHelp))
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
    .action(async (file: string | undefined, options: BreakOptions) => end(await breakCommand(file, options)));
}

function withSizes(command: Command): Command {
  for (const [flags, help] of sizeOptions) command.option(flags, help);
  return command;
}

const breakHelp = `
Exit status: 0 there is nothing to break; 1 the quorums are unsafe, and with --run the violation happened and was convicted;
2 it could not be made to happen; 254 quorums that make no sense.
Example: ballotproof quorum break --nodes 5 --phase1 4 --classic 4 --fast 3 --run --environment process`;
