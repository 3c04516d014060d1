import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { bugs, type Mutant, mutants } from '#cluster-node';
import { SystemClock } from '../environments/system-clock.ts';
import { exitStatus } from '../exit-status.ts';
import { UsageError } from '../harness-error.ts';
import { mutantReport, mutantText } from '../mutants/mutant-report.ts';
import { playedReport, playedText } from '../mutants/played-report.ts';
import { tryMutants } from '../mutants/try-mutants.ts';
import { oneOf, suggestion, wholeNumber } from '../option-values.ts';
import { Interrupts } from './interrupts.ts';
import { mutantsOnCluster } from './mutants-on-cluster.ts';
import { removeAllLeftOvers } from './remove-all-left-overs.ts';

/** The options of `mutants` as commander gives them. */
export type MutantsOptions = Readonly<{
  only?: string;
  directed?: boolean;
  swarm?: boolean;
  seeds: string;
  clientSeeds: string;
  controlSeeds: string;
  workers?: string;
  environment?: string;
  tries: string;
  store: string;
  json?: boolean;
}>;

/** Adds the command `mutants`. */
export function addMutants(program: Command, end: (status: number) => void): void {
  program
    .command('mutants')
    .description('let the judges convict protocols that are broken on purpose, and acquit the correct one')
    .option('--only <list>', 'bugs by their numbers or mutants by their names, with commas (default: all)')
    .option('--directed', 'only the one schedule that is made for each')
    .option('--swarm', 'only scenarios that are drawn from seeds')
    .option('--seeds <n>', 'of the swarm, at most, until a mutant is convicted', '5000')
    .option('--client-seeds <n>', 'the same for those who see nothing but what clients saw', '300')
    .option('--control-seeds <n>', 'of the swarm, for the correct node at the setting of each mutant', '50')
    .option('--workers <n>', 'threads (default: one for each core)')
    .option('--environment <name>', 'play the schedules to real nodes instead: process or docker')
    .option('--tries <n>', 'how often each, at most, until the mutant is convicted', '3')
    .option('--store <dir>', 'directory in which runs of real nodes keep their files', 'store')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', help)
    .action(async (options: MutantsOptions) => end(await mutantsCommand(options)));
}

const help = `
Exit status: 0 every mutant is convicted and the correct node is not, 1 otherwise, 2 nothing was tried, or not all, 254 wrong usage, 255 the harness itself failed.
Real nodes can be made to do what messages, crashes and clocks express; which schedules that leaves out is told.
Example: ballotproof mutants --only 8,16 --directed`;

/** Exit status 0: every mutant is convicted in each way that was tried, and the correct node is not; 1: otherwise; 2: it was stopped before. */
export async function mutantsCommand(options: MutantsOptions): Promise<number> {
  const list = wanted(options.only);
  if (options.environment !== undefined) return onCluster(list, options.environment, options);
  const isEither = options.directed === true || options.swarm === true;
  const swarm = {
    seeds: seedsOf('--seeds', options.seeds),
    clientSeeds: seedsOf('--client-seeds', options.clientSeeds),
    controlSeeds: seedsOf('--control-seeds', options.controlSeeds),
  };
  const workers =
    options.workers === undefined ? availableParallelism() : wholeNumber('--workers', options.workers, 1, workersMax);
  const clock = new SystemClock();
  using interrupts = new Interrupts(say, { clock, stopping: 'stopping: what is done so far is told' });
  let done = 0;
  const tried = await tryMutants(list, {
    directed: options.directed === true || !isEither,
    swarm: options.swarm === true || !isEither ? swarm : null,
    workers,
    signal: interrupts.stop,
    observe: ({ mutant: { number, name } }) => {
      done += 1;
      say(`${done} of ${list.length}: bug ${number}, ${name}`);
    },
  });
  const report = mutantReport(tried, { wanted: list.length, durationMs: Math.round(clock.nowNs() / 1e6) });
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : mutantText(report));
  return exitStatus[report.verdict];
}

/** The same verdicts, of processes or containers. */
async function onCluster(list: readonly Mutant[], name: string, options: MutantsOptions): Promise<number> {
  const environment = oneOf('--environment', name, ['process', 'docker', 'sim']);
  if (options.swarm === true) throw new UsageError('--swarm is for the simulator; on real nodes schedules are played.');
  const tries = wholeNumber('--tries', options.tries, 1, 1_000);
  const clock = new SystemClock();
  await removeAllLeftOvers(options.store, say);
  using interrupts = new Interrupts(say, { clock, stopping: 'stopping' });
  const played = await mutantsOnCluster(list, {
    environment,
    tries,
    store: options.store,
    interrupts,
    observe: ({ mutant }) => say(`bug ${mutant.number}, ${mutant.name}: done`),
  });
  const report = playedReport(played, { environment, durationMs: Math.round(clock.nowNs() / 1e6) });
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : playedText(report));
  return interrupts.stop.aborted ? exitStatus.unknown : exitStatus[report.verdict];
}

/** @throws UsageError with the nearest name */
function wanted(only: string | undefined): readonly Mutant[] {
  const all = [...mutants.values()];
  if (only === undefined) return all;
  const words = only.split(',').map((word) => word.trim());
  for (const word of words) {
    if (all.some((mutant) => isMeant(mutant, word))) continue;
    const isNumber = /^\d+$/.test(word);
    throw new UsageError(
      isNumber
        ? isBug(Number(word))
          ? `--only ${word}: there is no mutant of bug ${word}; docs/protocol-bugs.md says why.`
          : `--only ${word}: there is no bug ${word}; docs/protocol-bugs.md lists ${bugs.length}.`
        : `--only "${word}" is unknown; ${suggestion(word, [...mutants.keys()])}`,
    );
  }
  return all.filter((mutant) => words.some((word) => isMeant(mutant, word)));
}

function isBug(wantedNumber: number): boolean {
  return bugs.some(({ number }) => number === wantedNumber);
}

function isMeant({ name, number }: Mutant, word: string): boolean {
  return name === word || String(number) === word;
}

function seedsOf(option: string, text: string): number {
  return wholeNumber(option, text, 1, 1_000_000);
}

const workersMax = 256;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
