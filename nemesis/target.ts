import { assertNever } from '#foundation';
import type { Rng } from '#ports';
import { majoritySize } from './grudge.ts';

/** Whom a fault may hit, besides a node by name. `leader` is found only when the fault is injected. */
export const targetWords = ['one', 'minority', 'majority', 'all', 'leader'] as const;

export type TargetWord = (typeof targetWords)[number];

/** A target as it is written on the command line: by word or by name of a node. */
export type Target = Readonly<{ kind: 'word'; word: TargetWord }> | Readonly<{ kind: 'node'; node: string }>;

/** The nodes that a fault hits, or `leader`, which only the running cluster can name. */
export type Victims = readonly string[] | 'leader';

/** The target that `word` says. */
export function target(word: TargetWord): Target {
  return { kind: 'word', word };
}

/** As on the command line. */
export function printTarget(target: Target): string {
  return target.kind === 'word' ? target.word : target.node;
}

/** Draws the nodes of `target`, in the order of `nodes`. A minority has at least one node. */
export function drawVictims(target: Target, nodes: readonly string[], rng: Rng): Victims {
  if (target.kind === 'node') return [target.node];
  switch (target.word) {
    case 'one':
      return sample(nodes, 1, rng);
    case 'minority':
      return sample(nodes, Math.max(1, nodes.length - majoritySize(nodes.length)), rng);
    case 'majority':
      return sample(nodes, majoritySize(nodes.length), rng);
    case 'all':
      return nodes;
    case 'leader':
      return 'leader';
    default:
      return assertNever(target.word);
  }
}

function sample(nodes: readonly string[], count: number, rng: Rng): readonly string[] {
  const drawn = rng.shuffled(nodes).slice(0, count);
  return nodes.filter((node) => drawn.includes(node));
}
