import { statSync } from 'node:fs';
import { UsageError } from '../harness-error.ts';
import { judgeHistory, judgeRun } from '../judge.ts';
import { writeReport } from '../report/write-report.ts';
import { runFiles } from '../run-store.ts';
import { Interrupts } from './interrupts.ts';
import { sourceCommit } from './source-commit.ts';

const judgingMs = 600_000;

/** Judges a stored run again, or a history that comes alone, from what is on disk. */
export async function checkCommand(path: string, { json }: Readonly<{ json?: boolean }>): Promise<number> {
  using interrupts = new Interrupts((line) => process.stderr.write(`${line}\n`));
  const limits = { timeLimitMs: judgingMs, signal: interrupts.stop };
  const check = isDirectory(path) ? checkRun : checkHistory;
  return await check(path, { limits, isJson: json === true }); // awaited here, so that interrupts are heard until its end
}

type Checking = Readonly<{ limits: Parameters<typeof judgeRun>[1]; isJson: boolean }>;

async function checkRun(directory: string, { limits, isJson }: Checking): Promise<number> {
  const files = runFiles(directory);
  const judgement = await judgeRun(files, limits);
  const { results, summary } = writeReport(files, judgement, await sourceCommit());
  process.stdout.write(isJson ? `${JSON.stringify(results)}\n` : summary);
  return judgement.exitStatus;
}

async function checkHistory(path: string, { limits, isJson }: Checking): Promise<number> {
  const judgement = await judgeHistory(path, limits);
  const { verdict, summary, tornTail } = judgement;
  const sentences = verdict.kind === 'unknown' ? verdict.reasons : verdict.evidence;
  const { ok, fail, info } = summary.total;
  const lines = [
    `${verdict.kind.toUpperCase()}: ${verdict.kind === 'valid' ? 'the history is linearizable.' : (sentences[0] ?? '')}`,
    ...sentences.map((sentence) => `  - ${sentence}`),
    `Operations: ${ok} ok, ${fail} fail, ${info} info.${tornTail ? ' The last line was torn and is left out.' : ''}`,
    'Not judged, because there is only a history: faults, agreement of the nodes, their state and their logs.',
  ];
  process.stdout.write(
    isJson ? `${JSON.stringify({ version: 1, file: path, ...judgement })}\n` : `${lines.join('\n')}\n`,
  );
  return judgement.exitStatus;
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    throw new UsageError(`there is no ${path}; name the directory of a run or a history.jsonl.`);
  }
}
