import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { SystemClock } from '../../environments/system-clock.ts';
import { UsageError } from '../../harness-error.ts';
import { hunt } from '../../hunt/hunt.ts';
import { huntReport, huntStatus, huntText, type ReportedFailure } from '../../hunt/hunt-report.ts';
import type { SeedResult } from '../../hunt/hunt-seed.ts';
import { HuntStore } from '../../hunt/hunt-store.ts';
import { type Quarry, scenarioOf } from '../../hunt/quarry.ts';
import { decimalNumber, wholeNumber } from '../../option-values.ts';
import { timeStamp } from '../carry-out.ts';
import { Interrupts } from '../interrupts.ts';
import { sourceCommit } from '../source-commit.ts';
import { type AskedSwarm, askedAgain, drawOptions, givenSwarmFlag } from './asked-swarm.ts';
import { readScenarioFile } from './scenario-file.ts';
import { showHunt } from './show-hunt.ts';

/** The options of `hunt` as commander gives them. */
export type HuntOptions = AskedSwarm &
  Readonly<{
    seed?: string;
    seeds?: string;
    timeLimit?: string;
    seedLimit: string;
    workers?: string;
    continue?: boolean;
    store: string;
    json?: boolean;
  }>;

export const huntDefaults = { timeLimit: '60', seedLimit: '60' } as const;

const stopping = 'stopping: what was found so far is told';

/** Runs seeds until there are no more, time is over, or one fails. Exit status 0: none failed, 1: one did, 2: one took too long, or nothing ran to its end. */
export async function huntCommand(file: string | undefined, options: HuntOptions): Promise<number> {
  const quarry = askedQuarry(file, options);
  const { firstSeed, seeds, timeLimitMs, seedLimitMs, workers } = askedExtent(options);
  const clock = new SystemClock();
  const store = new HuntStore(options.store, timeStamp(new Date()));
  using interrupts = new Interrupts((line) => process.stderr.write(`${line}\n`), { clock, stopping });
  say(`hunting ${quarryText(file, options)}from seed ${firstSeed} on ${workers} workers`);
  using view = showHunt(clock);
  const tally = await hunt({
    quarry,
    firstSeed,
    seeds,
    timeLimitMs,
    seedLimitMs,
    workers,
    continues: options.continue === true,
    clock,
    stop: interrupts.stop,
    observe: (result, soFar) => {
      keepFailure(result, quarry, store);
      view.show(soFar);
    },
  });
  view.end(tally);
  const commit = await sourceCommit();
  const kept = ({ seed }: Readonly<{ seed: number }>): Pick<ReportedFailure, 'directory' | 'command'> => {
    const directory = store.directoryOf(seed);
    const again = directory ?? `${file ?? seed}${file === undefined ? askedAgain(options) : ` --seed ${seed}`}`;
    return { directory, command: `npx ballotproof replay ${again}   # at ${commit ?? 'an unknown commit'}` };
  };
  const durationMs = Math.round(clock.nowNs() / 1e6);
  const report = huntReport(tally, { commit, firstSeed, wanted: seeds, durationMs, workers }, kept);
  store.finish(report);
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : huntText(report));
  return huntStatus(report);
}

function keepFailure(result: SeedResult, quarry: Quarry, store: HuntStore): void {
  if (result.kind !== 'ended' || result.outcome.violation === null) return;
  const { seed, outcome } = result;
  store.keep(seed, { scenario: scenarioOf(quarry, seed), outcome });
}

/** @throws UsageError */
function askedQuarry(file: string | undefined, options: HuntOptions): Quarry {
  if (file === undefined) return { kind: 'drawn', options: drawOptions(options) };
  const given = givenSwarmFlag(options);
  if (given !== undefined) throw new UsageError(`${file} says what ${given} would say; give one of them.`);
  return { kind: 'varied', scenario: readScenarioFile(file) };
}

function quarryText(file: string | undefined, options: AskedSwarm): string {
  if (file !== undefined) return `${file}, varied, `;
  const asked = askedAgain(options).trimStart();
  return asked === '' ? '' : `${asked}, `;
}

type Extent = Readonly<{
  firstSeed: number;
  seeds: number | null;
  timeLimitMs: number | null;
  seedLimitMs: number;
  workers: number;
}>;

/** Without a number of seeds there is a time limit. @throws UsageError */
function askedExtent({ seed, seeds, timeLimit, seedLimit, workers }: HuntOptions): Extent {
  const seconds = timeLimit ?? (seeds === undefined ? huntDefaults.timeLimit : undefined);
  return {
    firstSeed: seed === undefined ? randomInt(2 ** 31) : wholeNumber('--seed', seed, 0, seedMax),
    seeds: seeds === undefined ? null : wholeNumber('--seeds', seeds, 1, seedsMax),
    timeLimitMs: seconds === undefined ? null : inMs('--time-limit', seconds),
    seedLimitMs: inMs('--seed-limit', seedLimit),
    workers: workers === undefined ? availableParallelism() : wholeNumber('--workers', workers, 1, workersMax),
  };
}

function inMs(option: string, seconds: string): number {
  return 1000 * decimalNumber(option, seconds, { min: 0.001, max: 1_000_000, unit: 'seconds' });
}

const workersMax = 256;
const seedsMax = 1_000_000_000;
const seedMax = Number.MAX_SAFE_INTEGER - seedsMax;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
