import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemJson } from '#quorums';
import { SystemClock } from '../../environments/system-clock.ts';
import { exitStatus } from '../../exit-status.ts';
import { HarnessError } from '../../harness-error.ts';
import { keptFiles, shownPath } from '../../hunt/hunt-store.ts';
import { diagramRows, diagramSvg, diagramText, happeningsAround, recordRun } from '../../message-diagram/index.ts';
import { decimalNumber, oneOf, wholeNumber } from '../../option-values.ts';
import { newDirectory, writeJson } from '../../run-store.ts';
import { shrinkForNodes } from '../../scenario-play/shrink-for-nodes.ts';
import { type Shrunk, shrink } from '../../shrink/shrink.ts';
import type { ShrinkProgress } from '../../shrink/trials.ts';
import { type SimScenario, scenarioText } from '../../simulation/index.ts';
import { timeStamp } from '../carry-out.ts';
import { Interrupts } from '../interrupts.ts';
import { refuseWithoutFolder } from '../refuse-without-folder.ts';
import { askedRun } from './asked-run.ts';
import type { AskedSwarm } from './asked-swarm.ts';
import { type Played, playedLines, playOnCluster } from './play-on-cluster.ts';
import { headLines, outcomeLines } from './replay.ts';
import { shrinkNearRun } from './shrink-near-run.ts';

/** The options of `shrink` as commander gives them. */
export type ShrinkOptions = AskedSwarm &
  Readonly<{
    out?: string;
    timeLimit: string;
    environment?: string;
    tries: string;
    svg?: string;
    store: string;
    json?: boolean;
  }>;

export const shrinkDefaults = { timeLimit: '120', tries: '5' } as const;

const stopping = 'stopping: the smallest so far is kept';
/** So much of a diagram is printed. */
const rowsMax = 150;

/**
 * Reduces a failing run to a small one; from a stored run it first finds a scenario near to it that fails. Exit status 1: here it is; 0: the run does
 * not fail; 2: nothing near a stored run does.
 */
export async function shrinkCommand(what: string, options: ShrinkOptions): Promise<number> {
  const asked = askedRun(what, options);
  refuseWithoutFolder('--out', options.out);
  refuseWithoutFolder('--svg', options.svg);
  const tries = wholeNumber('--tries', options.tries, 1, 1_000);
  if (options.environment !== undefined) oneOf('--environment', options.environment, ['docker', 'process', 'sim']);
  const clock = new SystemClock();
  const timeLimitMs =
    1000 * decimalNumber('--time-limit', options.timeLimit, { min: 0.001, max: 1e6, unit: 'seconds' });
  using interrupts = new Interrupts((line) => void process.stderr.write(`${line}\n`), { clock, stopping });
  const { stop } = interrupts;
  const observe = (line: string): void => void process.stderr.write(`${line}\n`);
  const shrinkOne = (scenario: SimScenario): Promise<Shrunk | null> =>
    (options.environment === undefined ? shrink : shrinkForNodes)({
      scenario,
      clock,
      timeLimitMs: timeLimitMs - clock.nowNs() / 1e6,
      stop,
      observe: showProgress(),
    });
  const found =
    asked.kind === 'scenario'
      ? { before: asked.scenario, shrunk: await shrinkOne(asked.scenario) }
      : await shrinkNearRun({ directory: asked.directory, clock, timeLimitMs, stop, observe }, shrinkOne);
  if (process.stderr.isTTY) process.stderr.write(clearLine);
  if (found === null || found.shrunk === null) {
    const sentence =
      asked.kind === 'scenario'
        ? 'the run does not fail: there is nothing to shrink'
        : 'nothing near that run fails in the simulator: there is nothing to shrink; --time-limit gives it more time';
    process.stdout.write(
      options.json === true ? `${JSON.stringify({ version: 1, shrunk: null, sentence })}\n` : `${sentence}\n`,
    );
    return asked.kind === 'scenario' ? exitStatus.valid : exitStatus.unknown;
  }
  const { before, shrunk } = found;
  const file = write(shrunk, options);
  const durationMs = Math.round(clock.nowNs() / 1e6);
  const { environment } = options;
  // What is found is told before it is played, which may be refused and takes its time.
  if (environment === undefined || options.json !== true) print(shrunk, { before, file, durationMs, options });
  if (environment === undefined) return exitStatus.invalid;
  const request = { environment, tries, store: options.store, interrupts };
  const played = await playOnCluster(shrunk.scenario, request);
  if (options.json === true) print(shrunk, { before, file, durationMs, options, played });
  else {
    const judges = [shrunk.violation, shrunk.outcome.violation].flatMap((one) => (one === null ? [] : [one.judge]));
    process.stdout.write(`${playedLines(played, environment, judges).join('\n')}\n`);
  }
  return exitStatus.invalid;
}

/** To `--out`, or into the store, where `replay` finds it by its directory. @throws HarnessError STORE_NOT_WRITABLE */
function write({ scenario, outcome }: Shrunk, { out, store }: ShrinkOptions): string {
  const text = scenarioText(scenario);
  try {
    if (out !== undefined) {
      writeFileSync(out, text);
      return out;
    }
    const directory = newDirectory(join(store, 'shrunk'), timeStamp(new Date()));
    const file = join(directory, keptFiles.scenario);
    writeFileSync(file, text);
    writeJson(join(directory, keptFiles.outcome), outcome);
    return shownPath(file);
  } catch (error) {
    const where = out ?? store;
    throw new HarnessError('STORE_NOT_WRITABLE', `cannot write to ${where}; name another --out.`, { cause: error });
  }
}

type Printing = Readonly<{
  before: SimScenario;
  file: string;
  durationMs: number;
  options: ShrinkOptions;
  played?: readonly Played[];
}>;

function print(
  { scenario, outcome, violation, runs, isMinimal }: Shrunk,
  { before, file, durationMs, options, played }: Printing,
): void {
  const { names, happenings } = recordRun(scenario);
  const rows = diagramRows(happeningsAround(happenings, null, false), names);
  if (options.svg !== undefined) writeFileSync(options.svg, diagramSvg(rows, names, scenario.because));
  if (options.json === true) {
    const asInFile = { ...scenario, system: systemJson(scenario.system) };
    const printed = { version: 1, file, runs, isMinimal, durationMs, scenario: asInFile, outcome, violation, played };
    process.stdout.write(`${JSON.stringify(printed)}\n`);
    return;
  }
  const left = Math.max(0, rows.length - rowsMax);
  const lines = [
    ...headLines(scenario),
    ...(left === 0 ? [] : [`${left} rows before these are left out; replay shows them.`]),
    ...diagramText(rows.slice(left), names),
    ...outcomeLines(outcome),
    ...(violation.fingerprint === outcome.violation?.fingerprint
      ? []
      : [`Shrunk for what comes of it, which real nodes may show: ${violation.judge}: ${violation.message}`]),
    `From ${sizeText(before)} to ${sizeText(scenario)} in ${runs} runs and ${(durationMs / 1000).toFixed(1)} s; ` +
      (isMinimal ? 'nothing more can be left out.' : 'stopped before the end: more could perhaps be left out.'),
    `Repeat: npx ballotproof replay ${file}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function sizeText({ operations, faults, messages }: SimScenario): string {
  return `${operations.length} operations, ${faults.length} faults and ${messages.length} rules for messages`;
}

const clearLine = '\r\u001b[K';

/** On a terminal one line that is written over, else a line per step. */
function showProgress(): (progress: ShrinkProgress) => void {
  let last = '';
  return ({ runs, step, best }) => {
    if (process.stderr.isTTY) {
      process.stderr.write(`${clearLine}${runs} runs, ${step}: ${sizeText(best)}`);
    } else if (step !== last) {
      process.stderr.write(`${step}: ${sizeText(best)}\n`);
    }
    last = step;
  };
}
