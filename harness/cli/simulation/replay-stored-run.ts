import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitStatus } from '../../exit-status.ts';
import { UsageError } from '../../harness-error.ts';
import { runFiles } from '../../run-store.ts';
import { readPlan } from '../../stored-run.ts';
import { carryOut } from '../carry-out.ts';
import { Interrupts } from '../interrupts.ts';

/**
 * Runs the plan of a stored run of the simulator once more, elsewhere, and compares the two histories byte by byte. Exit status: the
 * verdict of the repetition; 2 when the histories differ. @throws UsageError for a run of another environment
 */
export async function replayStoredRun(directory: string, { json }: Readonly<{ json?: boolean }>): Promise<number> {
  const files = runFiles(directory);
  const plan = readPlan(files);
  if (plan.environment !== 'sim') {
    throw new UsageError(`${directory} is a run on ${plan.environment}, which does not repeat; only runs of sim do.`);
  }
  const store = mkdtempSync(join(tmpdir(), 'ballotproof-replay-'));
  try {
    using interrupts = new Interrupts((line) => void process.stderr.write(`${line}\n`));
    const again = await carryOut(plan, { store, interrupts });
    const [before, now] = [files.history, again.files.history].map((path) => readFileSync(path));
    const line = before === undefined || now === undefined ? 0 : firstDifference(before, now);
    const verdict = again.judgement.verdict;
    const sentence =
      line === null
        ? `As recorded: the same history, byte for byte; ${verdict}.`
        : `This commit differs: the histories part at line ${line} of history.jsonl; ${verdict}.`;
    process.stdout.write(
      json === true ? `${JSON.stringify({ version: 1, isSame: line === null, line, verdict })}\n` : `${sentence}\n`,
    );
    return line === null ? again.judgement.exitStatus : exitStatus.unknown;
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
}

/** The number of the first line that is not the same, from 1; null: all are. */
function firstDifference(one: Buffer, other: Buffer): number | null {
  if (one.equals(other)) return null;
  const [left, right] = [one.toString().split('\n'), other.toString().split('\n')];
  const line = left.findIndex((text, place) => text !== right[place]);
  return (line === -1 ? left.length : line) + 1;
}
