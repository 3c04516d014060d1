import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunFiles } from '../../run-store.ts';

/** The first of all that repeats that is not the same in two runs of the simulator, as a sentence; null: they are the same, byte for byte. */
export function differenceBetween(before: RunFiles, now: RunFiles, nodes: readonly string[]): string | null {
  const differences = filesThatRepeat(nodes).flatMap((name) => {
    const [one, other] = [before, now].map(({ directory }) => contentOf(join(directory, name)));
    return one === undefined || other === undefined ? [] : differenceIn(name, one, other);
  });
  return differences[0] ?? null;
}

/** The same of the first lines of the two histories, so many. */
export function differenceInHistory(before: RunFiles, now: RunFiles, lines: number): string | null {
  const [one, other] = [before, now].map(({ history }) => firstLines(contentOf(history), lines));
  return one === undefined || other === undefined ? null : (differenceIn('history.jsonl', one, other)[0] ?? null);
}

function filesThatRepeat(nodes: readonly string[]): readonly string[] {
  return ['history.jsonl', ...nodes.flatMap((node) => [`nodes/${node}/trace.jsonl`, `nodes/${node}/data/journal`])];
}

function differenceIn(name: string, one: Buffer | null, other: Buffer | null): readonly string[] {
  if (one === null || other === null) return one === other ? [] : [`${name} is there in one of the two only`];
  if (one.equals(other)) return [];
  return [
    name.endsWith('.jsonl') ? `${name} is another from line ${firstDifference(one, other)} on` : `${name} is another`,
  ];
}

function contentOf(path: string): Buffer | null {
  return existsSync(path) ? readFileSync(path) : null;
}

function firstLines(content: Buffer | null, lines: number): Buffer | null {
  if (content === null) return null;
  let end = 0;
  for (let line = 0; line < lines; line += 1) {
    const next = content.indexOf('\n', end);
    if (next === -1) return content;
    end = next + 1;
  }
  return content.subarray(0, end);
}

/** The number of the first line that is not the same, from 1. */
function firstDifference(one: Buffer, other: Buffer): number {
  const [left, right] = [one.toString().split('\n'), other.toString().split('\n')];
  const line = left.findIndex((text, place) => text !== right[place]);
  return (line === -1 ? left.length : line) + 1;
}
