import type { Command } from 'commander';
import { rowsDefault } from './asked-diagram.ts';
import { swarmFlags } from './asked-swarm.ts';
import { type HuntOptions, huntCommand, huntDefaults } from './hunt.ts';
import { type ReplayOptions, replayCommand } from './replay.ts';
import { type ShrinkOptions, shrinkCommand, shrinkDefaults } from './shrink.ts';

const storeHelp = 'directory in which failing runs keep their files';

/** The commands that work on simulated runs: `hunt`, `replay` and `shrink`. */
export function addSimulation(program: Command, end: (status: number) => void): void {
  addHunt(program, end);
  addReplay(program, end);
  addShrink(program, end);
}

function addHunt(program: Command, end: (status: number) => void): void {
  const hunt = program
    .command('hunt')
    .argument(
      '[scenario]',
      'a scenario file, of which the seed is varied (default: each seed draws a scenario of its own)',
    )
    .description('run simulated clusters, seed after seed, until one fails')
    .option('--seed <n>', 'the first seed (default: random, printed)')
    .option('--seeds <n>', 'how many (default: as many as the time limit allows)')
    .option('--time-limit <seconds>', `for all of them (default: ${huntDefaults.timeLimit}; none with --seeds)`)
    .option('--seed-limit <seconds>', 'for one of them; what takes longer is not judged', huntDefaults.seedLimit)
    .option('--workers <n>', 'threads (default: one for each core)')
    .option('--continue', 'go on after a failure');
  withSwarm(hunt)
    .option('--store <dir>', storeHelp, 'store')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', huntHelp)
    .action(async (file: string | undefined, options: HuntOptions) => end(await huntCommand(file, options)));
}

function addReplay(program: Command, end: (status: number) => void): void {
  const replay = program
    .command('replay')
    .argument('<run>', runHelp)
    .description('repeat a run: of the simulator with what happens in it, of processes or containers node by node')
    .option('--until <event>', 'end after so many events')
    .option('--around <what>', 'show what is about an instance (3), a time (1200ms) or a node (n1)')
    .option('--rows <n>', 'of a longer diagram show the last so many rows', rowsDefault)
    .option('--all', 'show heartbeats too')
    .option('--svg <file>', 'draw the diagram');
  withSwarm(replay)
    .option('--json', 'print what came of it as JSON')
    .addHelpText('after', replayHelp)
    .action(async (run: string, options: ReplayOptions) => end(await replayCommand(run, options)));
}

function addShrink(program: Command, end: (status: number) => void): void {
  const shrink = program
    .command('shrink')
    .argument(
      '<run>',
      'a run that hunt kept, the directory of any run that was convicted, a scenario file, or a seed, with what is not left to it',
    )
    .description('reduce a failing run to the few events that it takes in the simulator')
    .option('--out <file>', 'where to write the scenario (default: a directory STORE/shrunk/TIME)')
    .option('--time-limit <seconds>', 'after which the smallest so far is taken', shrinkDefaults.timeLimit)
    .option('--environment <name>', 'play what is left on real nodes as well, in this order: process or docker')
    .option('--tries <n>', 'how often', shrinkDefaults.tries)
    .option('--svg <file>', 'draw what happens in it');
  withSwarm(shrink)
    .option('--store <dir>', storeHelp, 'store')
    .option('--json', 'print what came of it as JSON')
    .addHelpText('after', shrinkHelp)
    .action(async (run: string, options: ShrinkOptions) => end(await shrinkCommand(run, options)));
}

const runHelp = 'the directory of a run, a scenario file, or a seed, with what is not left to it';

/** What a seed leaves open when it is to draw a scenario. */
function withSwarm(command: Command): Command {
  for (const [, flags, help] of swarmFlags) command.option(flags, help);
  return command;
}

const huntHelp = `
A failing run is kept as STORE/hunts/TIME/seed-N/ with scenario.json and outcome.json, which replay and shrink take.
Exit status: 0 no seed failed, 1 a violation, 2 a seed took too long, or none ran to its end, 254 wrong usage, 255 the harness itself failed.
Example: ballotproof hunt --mutant no-k2a --seed 1 --seeds 500`;

const replayHelp = `
A run of the simulator that \`run\` made is compared byte by byte; ended at an event, it is compared up to there and not judged.
Of processes or containers each node is compared by itself, without a diagram.
Exit status: 0 no violation (of processes or containers: every node did the same), 1 a violation, 2 it differs from what was recorded, 254 wrong usage, 255 the harness itself failed.
Example: ballotproof replay testdata/directed/10-no-k2a.json --around 1`;

const shrinkHelp = `
What is left out stays out only if the rest fails with the same fingerprint. Ctrl-C keeps the smallest so far.
Exit status: 1 here is a small failing scenario, 0 the run does not fail, 2 nothing near that run fails in the simulator, 254 wrong usage, 255 the harness itself failed.
Example: ballotproof shrink testdata/directed/10-no-k2a.json --out small.json`;
