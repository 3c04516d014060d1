import { examineQuorums, nodeNames, type QuorumExamination, type QuorumSystem, systemJson, systemText } from '#quorums';
import type { Circumstances } from './circumstances.ts';
import { countOf, duration, percent, percentUp } from './numbers-in-words.ts';
import { type PathPrice, type Price, pathNames, priceOf, quorumPaths } from './price.ts';

/** One of the two systems. */
export type ComparedSystem = Readonly<{
  system: object;
  text: string;
  nodes: number;
  safety: QuorumExamination['safety'];
  price: Price;
}>;

/** One thing in which two systems may differ; a value that is null does not exist, or was too much to count. */
export type ComparedRow = Readonly<{
  name: string;
  a: number | null;
  b: number | null;
  /** The values for people. */
  texts: readonly [a: string, b: string];
  better: 'A' | 'B' | 'same' | null;
}>;

/** All that `quorum compare` says; as JSON it is the whole answer. */
export type Comparison = Readonly<{
  version: 1;
  a: ComparedSystem;
  b: ComparedSystem;
  rows: readonly ComparedRow[];
  /** Which is better: in everything, or in what. */
  sentence: string;
}>;

/**
 * Two systems side by side, under the same circumstances.
 * @throws QuorumSettingError when a system makes no sense
 * @throws UsageError when the circumstances do not fit its nodes
 */
export function comparison(a: QuorumSystem, b: QuorumSystem, circumstances: Circumstances): Comparison {
  const [one, other] = [compared(a, circumstances), compared(b, circumstances)];
  const rows = measures(circumstances)
    .map((measure) => row(measure, one.price, other.price))
    .filter((found) => found.a !== null || found.b !== null);
  return { version: 1, a: one, b: other, rows, sentence: sentence(one, other, rows) };
}

function compared(system: QuorumSystem, circumstances: Circumstances): ComparedSystem {
  return {
    system: systemJson(system),
    text: systemText(system),
    nodes: nodeNames(system).length,
    safety: examineQuorums(system).safety,
    price: priceOf(system, circumstances),
  };
}

type Measure = Readonly<{
  name: string;
  valueOf: (price: Price) => number | null;
  text: (value: number) => string;
  isMoreBetter: boolean;
}>;

/** What is compared, in the order in which it is told. */
function measures({ delays }: Circumstances): readonly Measure[] {
  const ofPaths = (
    what: string,
    value: (price: PathPrice) => number | null,
    text: Measure['text'],
    isMoreBetter: boolean,
  ): readonly Measure[] =>
    quorumPaths.map((path) => ({
      name: `${pathNames[path]}: ${what}`,
      valueOf: ({ paths }) => {
        const price = paths[path];
        return price === null ? null : value(price);
      },
      text,
      isMoreBetter,
    }));
  return [
    ...ofPaths('crashes survived', (price) => price.crashesSurvived, String, true),
    ...ofPaths('enough nodes up', (price) => price.available, percentUp, true),
    ...(delays === null
      ? ofPaths('waiting', (price) => price.waiting, duration, false)
      : ofPaths('median ms', (price) => price.latency?.medianMs ?? null, duration, false)),
    ...ofPaths('messages', (price) => price.costs.messages.elsewhere, String, false),
    {
      name: 'two at the same moment collide',
      valueOf: ({ collisionProbability }) => collisionProbability,
      text: percent,
      isMoreBetter: false,
    },
  ];
}

/** Sums in different orders differ in the last digits. */
const relativeNoise = 1e-9;

function row({ name, valueOf, text, isMoreBetter }: Measure, one: Price, other: Price): ComparedRow {
  const [a, b] = [valueOf(one), valueOf(other)];
  const words = (value: number | null): string => (value === null ? '-' : text(value));
  return { name, a, b, texts: [words(a), words(b)], better: better(a, b, isMoreBetter) };
}

function better(a: number | null, b: number | null, isMoreBetter: boolean): ComparedRow['better'] {
  if (a === null || b === null) return null;
  if (Math.abs(a - b) <= relativeNoise * Math.max(Math.abs(a), Math.abs(b))) return 'same';
  return a > b === isMoreBetter ? 'A' : 'B';
}

function sentence(a: ComparedSystem, b: ComparedSystem, rows: readonly ComparedRow[]): string {
  const notSafe = [
    { name: 'A', safety: a.safety },
    { name: 'B', safety: b.safety },
  ].filter(({ safety }) => safety !== 'safe');
  if (notSafe.length > 0) {
    const answers = notSafe.map(
      ({ name, safety }) => `${name} is ${safety === 'unsafe' ? 'unsafe' : 'not known to be safe'}`,
    );
    return `${answers.join(', and ')}: what it costs does not matter. "ballotproof quorum check" says why.`;
  }
  const wins = (who: 'A' | 'B'): readonly string[] => rows.filter((one) => one.better === who).map(({ name }) => name);
  const [winsOfA, winsOfB] = [wins('A'), wins('B')];
  const missing = rows.some(({ better: who }) => who === null) ? ' Rows without a winner are of one of them only.' : '';
  if (winsOfA.length === 0 && winsOfB.length === 0) return `They are worth the same.${missing}`;
  if (winsOfB.length === 0)
    return `A dominates B: nowhere worse, and better in ${countOf(winsOfA.length, 'row')}.${missing}`;
  if (winsOfA.length === 0)
    return `B dominates A: nowhere worse, and better in ${countOf(winsOfB.length, 'row')}.${missing}`;
  return `A trade. For A: ${inWords(winsOfA)}. For B: ${inWords(winsOfB)}.${missing}`;
}

/** `fast path: waiting, messages; leader change: waiting`. */
function inWords(names: readonly string[]): string {
  const byPath = new Map<string, string[]>();
  for (const name of names) {
    const [path = '', what] = name.split(': ');
    byPath.set(path, [...(byPath.get(path) ?? []), ...(what === undefined ? [] : [what])]);
  }
  return [...byPath].map(([path, whats]) => (whats.length === 0 ? path : `${path} (${whats.join(', ')})`)).join('; ');
}
