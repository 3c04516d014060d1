import { nearestWord } from '#foundation';
import type { FaultKind } from '#ports';
import { type ClockVariant, clockVariants, isClockVariant } from './clock.ts';
import { FaultPlanError } from './fault-plan-error.ts';
import { isAimed, isPartitionVariant, type PartitionVariant, partitionShapes, partitionVariants } from './partition.ts';
import { isQuorumVariant, type QuorumVariant, quorumVariants } from './quorum/quorum-variant.ts';
import { type Target, type TargetWord, targetWords } from './target.ts';

/** One entry of `--nemesis`, as far as it says: null leaves the choice to the schedule. */
export type FaultSpec = Readonly<{
  /** As it was written. */
  text: string;
  target: Target | null;
}> &
  (
    | Readonly<{ kind: 'partition'; variants: readonly PartitionVariant[] | null }>
    | Readonly<{ kind: 'clock'; variants: readonly ClockVariant[] | null }>
    | Readonly<{ kind: 'quorum'; variants: readonly QuorumVariant[] | null }>
    | Readonly<{ kind: 'kill' | 'pause'; variants: null }>
  );

const faultKinds: readonly FaultKind[] = ['partition', 'kill', 'pause', 'clock', 'quorum'];
const partitionWords = [...partitionVariants, 'one-way'];

/**
 * Reads the list that `--nemesis` takes: `KIND[:VARIANT][@TARGET]`, separated by commas, for example
 * `partition,kill@majority,partition:isolate@leader`; `none` is the empty list.
 * @throws FaultPlanError naming the entry and the nearest valid word
 */
export function parseFaultSpecs(text: string, nodes: readonly string[]): readonly FaultSpec[] {
  const entries = text.split(',').map((entry) => entry.trim());
  if (entries.length === 1 && entries[0] === 'none') return [];
  return entries.map((entry) => parseEntry(entry, nodes));
}

function parseEntry(text: string, nodes: readonly string[]): FaultSpec {
  const { kindWord, variantWord, targetWord } = entryParts(text);
  const kind = faultKinds.find((known) => known === kindWord);
  if (kind === undefined) throw unknownWord('kind of fault', kindWord, [...faultKinds, 'none']);
  if (kind === 'quorum') {
    if (targetWord !== undefined) {
      throw new FaultPlanError(`"${text}": a quorum fault finds its targets itself; leave out "@${targetWord}".`);
    }
    return { text, kind, variants: parseQuorumVariants(variantWord), target: null };
  }
  const target = targetWord === undefined ? null : parseTarget(targetWord, nodes);
  if (kind === 'clock') return { text, kind, variants: parseClockVariants(variantWord), target };
  if (kind !== 'partition') {
    if (variantWord !== undefined)
      throw new FaultPlanError(`"${text}": only a partition, a clock and a quorum have variants.`);
    return { text, kind, variants: null, target };
  }
  const variants = variantWord === undefined ? null : parseVariants(variantWord, text, nodes.length);
  if (target !== null && variants?.some((variant) => !isAimed(variant))) {
    throw new FaultPlanError(`"${text}": a partition "${variantWord}" has no target; leave out "@${targetWord}".`);
  }
  return { text, kind, variants, target };
}

function entryParts(text: string): {
  kindWord: string;
  variantWord: string | undefined;
  targetWord: string | undefined;
} {
  const [head = '', targetWord, ...moreTargets] = text.split('@');
  const [kindWord = '', variantWord, ...moreVariants] = head.split(':');
  if (moreTargets.length > 0 || moreVariants.length > 0) {
    throw new FaultPlanError(`"${text}" is not of the form KIND[:VARIANT][@TARGET].`);
  }
  return { kindWord, variantWord, targetWord };
}

function parseVariants(word: string, text: string, nodeCount: number): readonly PartitionVariant[] {
  if (word !== 'one-way' && !isPartitionVariant(word)) throw unknownWord('partition', word, partitionWords);
  const variants: readonly PartitionVariant[] = word === 'one-way' ? ['deaf', 'mute'] : [word];
  for (const variant of variants) {
    const { nodesMin } = partitionShapes[variant];
    if (nodeCount < nodesMin) {
      throw new FaultPlanError(
        `"${text}": this partition needs at least ${nodesMin} nodes, and there are ${nodeCount}.`,
      );
    }
  }
  return variants;
}

function parseClockVariants(word: string | undefined): readonly ClockVariant[] | null {
  if (word === undefined) return null;
  if (!isClockVariant(word)) throw unknownWord('clock fault', word, clockVariants);
  return [word];
}

function parseQuorumVariants(word: string | undefined): readonly QuorumVariant[] | null {
  if (word === undefined) return null;
  if (!isQuorumVariant(word)) throw unknownWord('quorum fault', word, quorumVariants);
  return [word];
}

function parseTarget(word: string, nodes: readonly string[]): Target {
  const known: TargetWord | undefined = targetWords.find((candidate) => candidate === word);
  if (known !== undefined) return { kind: 'word', word: known };
  if (nodes.includes(word)) return { kind: 'node', node: word };
  throw unknownWord('target', word, [...targetWords, ...nodes]);
}

function unknownWord(what: string, word: string, known: readonly string[]): FaultPlanError {
  const nearest = nearestWord(word, known) ?? known[0] ?? '';
  return new FaultPlanError(`unknown ${what} "${word}"; did you mean "${nearest}"? Known: ${known.join(', ')}.`);
}
