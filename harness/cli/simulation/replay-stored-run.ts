import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitStatus } from '../../exit-status.ts';
import { UsageError } from '../../harness-error.ts';
import { replayRun, replayText } from '../../replay-run/index.ts';
import { type RunFiles, runFiles } from '../../run-store.ts';
import { readObservations, readPlan } from '../../stored-run.ts';
import { carryOut } from '../carry-out.ts';
import { Interrupts } from '../interrupts.ts';

/** Those of `replay`. */
export type StoredReplayOptions = Readonly<{
  json?: boolean;
  until?: string;
  around?: string;
  svg?: string;
  all?: boolean;
}>;

/**
 * Runs the plan of a stored run of the simulator once more, elsewhere, and compares the two histories, and the traces and journals of
 * each node, byte by byte. Exit status: the verdict of the repetition; 2 when something differs. Of a run of processes or containers each node
 * is given once more what it was given then. Exit status: 0 every node did the same; 2 otherwise. @throws UsageError
 */
export async function replayStoredRun(directory: string, options: StoredReplayOptions): Promise<number> {
  const before = runFiles(directory);
  const plan = readPlan(before);
  const { json } = options;
  refuseDiagram(directory, options);
  if (plan.environment !== 'sim') {
    const replay = replayRun(before, plan);
    process.stdout.write(json === true ? `${JSON.stringify(replay)}\n` : replayText(replay));
    return replay.isSame ? exitStatus.valid : exitStatus.unknown;
  }
  const store = mkdtempSync(join(tmpdir(), 'ballotproof-replay-'));
  try {
    using interrupts = new Interrupts((line) => void process.stderr.write(`${line}\n`));
    const { judgement, files } = await carryOut(plan, { store, interrupts });
    const { verdict } = judgement;
    const difference = filesThatRepeat(plan.nodes).flatMap((name) => differenceIn(name, before, files))[0] ?? null;
    const wasInterrupted = readObservations(before)?.isInterrupted === true;
    const sentence =
      difference === null
        ? 'As recorded: the same history, the same traces and the same journals, byte for byte'
        : interrupts.stop.aborted
          ? `Stopped, and so not compared to its end: ${difference}`
          : wasInterrupted
            ? `The run was interrupted then, and now it was not: ${difference}`
            : `This commit differs: ${difference}`;
    process.stdout.write(
      json === true ? `${JSON.stringify({ version: 1, difference, verdict })}\n` : `${sentence}; ${verdict}.\n`,
    );
    return difference === null ? judgement.exitStatus : exitStatus.unknown;
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
}

/** There is a diagram of scenarios only: what was asked for is refused rather than left out. @throws UsageError */
function refuseDiagram(directory: string, { until, around, svg, all }: StoredReplayOptions): void {
  const asked = Object.entries({ until, around, svg, all }).find(([, value]) => value !== undefined);
  if (asked === undefined) return;
  throw new UsageError(
    `--${asked[0]} is for scenarios, and ${directory} is a run, which is compared as a whole; of a convicted one "shrink" makes a scenario.`,
  );
}

function filesThatRepeat(nodes: readonly string[]): readonly string[] {
  return ['history.jsonl', ...nodes.flatMap((node) => [`nodes/${node}/trace.jsonl`, `nodes/${node}/data/journal`])];
}

function differenceIn(name: string, before: RunFiles, now: RunFiles): readonly string[] {
  const [one, other] = [before, now].map(({ directory }) => contentOf(join(directory, name)));
  if (one === undefined || other === undefined) return [];
  if (one === null || other === null) return one === other ? [] : [`${name} is there in one of the two only`];
  if (one.equals(other)) return [];
  return [
    name.endsWith('.jsonl') ? `${name} is another from line ${firstDifference(one, other)} on` : `${name} is another`,
  ];
}

function contentOf(path: string): Buffer | null {
  return existsSync(path) ? readFileSync(path) : null;
}

/** The number of the first line that is not the same, from 1. */
function firstDifference(one: Buffer, other: Buffer): number {
  const [left, right] = [one.toString().split('\n'), other.toString().split('\n')];
  const line = left.findIndex((text, place) => text !== right[place]);
  return (line === -1 ? left.length : line) + 1;
}
