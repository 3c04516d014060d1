import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DecodedInputs,
  decodeInputs,
  InputsDamage,
  inputsDirectory,
  JournalDamage,
  type JournalFrame,
  journalFrames,
  type NodeOptions,
  type Rules,
} from '#cluster-node';
import { compareLife, type LifeReplay } from './compare-life.ts';
import { traceByLife } from './trace-lines.ts';

/** What a node left, and how it was started. */
export type RecordedNode = Readonly<{
  node: string;
  options: NodeOptions;
  /** Instead of those of `options`. */
  rules?: Rules;
  dataDirectory: string;
  traceFile: string;
}>;

/** All lives of a node once more. `problem`: why there is nothing to replay, or not all of it; null: all was there. */
export type NodeReplay = Readonly<{ node: string; lives: readonly LifeReplay[]; problem: string | null }>;

/**
 * Replays every life of a node whose inputs were recorded, each from the journal as it stood when that life began, and compares: the
 * checksum of effects after each batch, the journal byte for byte, the trace event for event.
 */
export function replayNode({ node, options, rules, dataDirectory, traceFile }: RecordedNode): NodeReplay {
  const journalFile = join(dataDirectory, 'journal');
  const directory = join(dataDirectory, inputsDirectory);
  if (!existsSync(journalFile)) return { node, lives: [], problem: 'it left no journal' };
  if (!existsSync(directory)) return { node, lives: [], problem: 'its inputs were not recorded' };
  try {
    const journal = readFileSync(journalFile);
    const frames = journalFrames(journal);
    const starts = frames.flatMap((frame, index) => (isStart(frame) ? [index] : []));
    const traces = traceByLife(traceFile);
    const problems: string[] = [];
    const lives: LifeReplay[] = [];
    for (const [place, start] of starts.entries()) {
      const incarnation = place + 1;
      const inputs = inputsOf(directory, { node, incarnation });
      if (inputs === null) {
        problems.push(`the inputs of its life ${incarnation} are missing`);
        continue;
      }
      const { offset = 0 } = frames[start] ?? {};
      const end = frames[starts[place + 1] ?? frames.length]?.offset ?? journal.length;
      lives.push(
        compareLife({
          past: {
            options,
            ...(rules !== undefined && { rules }),
            records: frames.slice(0, start).flatMap(({ records }) => records),
            frames: start,
            inputs,
          },
          journal: journal.subarray(offset, end),
          trace: traces.get(incarnation) ?? [],
        }),
      );
    }
    return { node, lives, problem: problems[0] ?? null };
  } catch (error) {
    if (!(error instanceof InputsDamage) && !(error instanceof JournalDamage)) throw error;
    return { node, lives: [], problem: error.message };
  }
}

function isStart({ records }: JournalFrame): boolean {
  return records[0]?.kind === 'start';
}

/** Null: there is no such file. One without a whole frame is of a life that ended within milliseconds. @throws InputsDamage */
function inputsOf(directory: string, life: Readonly<{ node: string; incarnation: number }>): DecodedInputs | null {
  const file = join(directory, String(life.incarnation));
  if (!existsSync(file)) return null;
  const bytes = readFileSync(file);
  const inputs = decodeInputs(bytes);
  if (inputs === null) return { ...life, batches: [], end: 'cut', tornBytes: bytes.length };
  if (inputs.node === life.node && inputs.incarnation === life.incarnation) return inputs;
  throw new InputsDamage(`${file} is of life ${inputs.incarnation} of ${inputs.node}`);
}
