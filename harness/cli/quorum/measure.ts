import { randomInt } from 'node:crypto';
import { systemJson, systemText } from '#quorums';
import {
  type AvailabilityRow,
  compareWithPrediction,
  comparisonTable,
  measureAvailability,
} from '../../availability/index.ts';
import { defaultEnvironment, environmentNamed } from '../../environment-named.ts';
import { exitStatus } from '../../exit-status.ts';
import { wholeNumber } from '../../option-values.ts';
import { timeStamp } from '../carry-out.ts';
import { Interrupts } from '../interrupts.ts';
import { removeAllLeftOvers } from '../remove-all-left-overs.ts';
import { type AskedSystem, askedSystem } from './asked-system.ts';

/** The options of `quorum measure` as commander gives them. */
export type MeasureOptions = AskedSystem &
  Readonly<{ environment?: string; seed?: string; store: string; json?: boolean }>;

/** What `quorum measure --json` prints. */
export type MeasureResults = Readonly<{
  version: 1;
  system: object;
  environment: string;
  seed: number;
  outcome: 'agrees' | 'contradicted' | 'unmeasured';
  rows: readonly AvailabilityRow[];
  /** Where the files of the clusters are, one for each path. */
  directories: readonly string[];
}>;

const statuses = {
  agrees: exitStatus.valid,
  contradicted: exitStatus.invalid,
  unmeasured: exitStatus.unknown,
} as const;

/**
 * Kills as many nodes as each path of a system survives, and one more, and tells what still got ahead beside what was
 * foretold. Exit status 0: as foretold; 1: something was not; 2: something could not be measured.
 */
export async function measureCommand(file: string | undefined, options: MeasureOptions): Promise<number> {
  const system = askedSystem(file, options);
  const seed =
    options.seed === undefined ? randomInt(2 ** 31) : wholeNumber('--seed', options.seed, 0, Number.MAX_SAFE_INTEGER);
  const environment = await environmentNamed(options.environment ?? (await defaultEnvironment()).name, ['kill']);
  await removeAllLeftOvers(options.store, say);
  using interrupts = new Interrupts(say);
  say(`availability of ${systemText(system)}, on ${environment.name}, seed ${seed}`);
  const measured = await measureAvailability({
    system,
    environment,
    seed,
    storeDirectory: options.store,
    startedAt: timeStamp(new Date()),
    signal: interrupts.stop,
    say,
  });
  const { rows, outcome } = compareWithPrediction(measured);
  if (options.json === true) {
    const directories = measured.flatMap(({ directory }) => directory ?? []);
    const results: MeasureResults = {
      version: 1,
      system: systemJson(system),
      environment: environment.name,
      seed,
      outcome,
      rows,
      directories,
    };
    process.stdout.write(`${JSON.stringify(results)}\n`);
  } else {
    process.stdout.write(`${[...comparisonTable(rows), sentences[outcome]].join('\n')}\n`);
  }
  return statuses[outcome];
}

const sentences = {
  agrees: 'All as foretold.',
  contradicted: 'Not as foretold.',
  unmeasured: 'Not everything could be measured.',
} as const;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
