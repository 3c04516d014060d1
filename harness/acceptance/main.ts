import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorLine } from '../cli/print-error.ts';
import { acceptanceLines } from './lines.ts';
import { AcceptanceUsageError, parseAcceptanceOptions, usage } from './options.ts';
import { type AcceptanceLine, projectDirectory, Trial } from './trial.ts';

// `npm run acceptance`: replays what must hold, line by line. Exit status: 0 all passed, 1 not so, 254 wrong usage.

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = parseAcceptanceOptions(argv, acceptanceLines);
    if (options === null) {
      print(usage);
      return 0;
    }
    return await replayAll(options.numbers, options.isShort);
  } catch (error) {
    if (!(error instanceof AcceptanceUsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 254;
  }
}

async function replayAll(numbers: readonly number[], isShort: boolean): Promise<number> {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => interrupt.abort(new Error(`interrupted by ${signal}`)));
  mkdirSync(join(projectDirectory, 'store'), { recursive: true });
  const directory = mkdtempSync(join(projectDirectory, 'store', 'acceptance-'));
  const wanted = acceptanceLines.filter(({ number }) => numbers.includes(number));
  const passed: number[] = [];
  for (const line of wanted) {
    if (interrupt.signal.aborted) break;
    if (await replay(line, { isShort, directory, signal: interrupt.signal })) passed.push(line.number);
  }
  const failed = wanted.length - passed.length;
  if (failed === 0) rmSync(directory, { recursive: true, force: true });
  else print(`What the runs left is kept in ${directory}.`);
  print(`${passed.length} passed, ${failed} failed`);
  return failed === 0 && passed.length > 0 ? 0 : 1;
}

type Surroundings = Readonly<{ isShort: boolean; directory: string; signal: AbortSignal }>;

async function replay(line: AcceptanceLine, { isShort, directory, signal }: Surroundings): Promise<boolean> {
  print(`\n== ${line.number}. ${line.title}${isShort ? ' (short)' : ''}`);
  const own = join(directory, `line-${line.number}`);
  mkdirSync(own);
  const trial = new Trial({ isShort, directory: own, signal, print });
  try {
    await line.replay(trial);
  } catch (error) {
    trial.check('the replay comes to its end', false, errorLine(error));
  }
  print(`${trial.hasPassed ? 'PASSED' : 'FAILED'} line ${line.number}`);
  return trial.hasPassed;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
