import { statSync } from 'node:fs';
import { UsageError } from '../harness-error.ts';
import { judgeRun } from '../judge.ts';
import { writeReport } from '../report/write-report.ts';
import { runFiles } from '../run-store.ts';
import { checkHistoryFile, type HistoryCommandOptions, historyFlags } from './check-history-file.ts';
import { Interrupts } from './interrupts.ts';
import { sourceCommit } from './source-commit.ts';

export type CheckCommandOptions = HistoryCommandOptions & Readonly<{ json?: boolean }>;

const judgingMs = 600_000;

/** Judges a stored run again, or a history that comes alone, from what is on disk. */
export async function checkCommand(path: string, options: CheckCommandOptions): Promise<number> {
  using interrupts = new Interrupts((line) => process.stderr.write(`${line}\n`), {
    stopping: 'stopping: the check is called off',
  });
  const isJson = options.json === true;
  // Awaited here, so that interrupts are heard until the end.
  if (isDirectory(path)) return await checkRun(path, options, { signal: interrupts.stop, isJson });
  return await checkHistoryFile(path, options, { signal: interrupts.stop, isJson });
}

async function checkRun(
  directory: string,
  options: HistoryCommandOptions,
  { signal, isJson }: Readonly<{ signal: AbortSignal; isJson: boolean }>,
): Promise<number> {
  const misplaced = historyFlags.find(({ name }) => options[name] !== undefined);
  if (misplaced) {
    throw new UsageError(
      `${misplaced.flag} is for a file with a history; ${directory} is a run, whose plan says it all.`,
    );
  }
  const files = runFiles(directory);
  const judgement = await judgeRun(files, { timeLimitMs: judgingMs, signal });
  const { results, summary } = writeReport(files, judgement, await sourceCommit());
  process.stdout.write(isJson ? `${JSON.stringify(results)}\n` : summary);
  return judgement.exitStatus;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    throw new UsageError(`there is no ${path}; name the directory of a run or a file with a history.`);
  }
}
