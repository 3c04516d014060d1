import type { QuorumSystem } from '#quorums';
import { textTable } from '../report/text-table.ts';
import type { Comparison } from './comparison.ts';
import { percent } from './numbers-in-words.ts';
import { quorumsInWords } from './quorums-in-words.ts';

/** `quorum compare` for people: the systems side by side, which is better in what, and a last sentence on both. */
export function comparisonText(a: QuorumSystem, b: QuorumSystem, comparison: Comparison): string {
  const [quorumsOfA, quorumsOfB] = [quorumsInWords(a), quorumsInWords(b)];
  const { a: one, b: other, rows, sentence } = comparison;
  const { failure, zoneFailure } = one.price.circumstances;
  const zones = zoneFailure === null ? '' : `, and each zone ${percent(zoneFailure)}`;
  const hasLatency = one.price.paths.classic?.latency !== null;
  return [
    ...textTable([
      ['', 'A', 'B', 'better'],
      ['', one.text, other.text],
      [
        'safe',
        one.safety === 'safe' ? 'yes' : one.safety.toUpperCase(),
        other.safety === 'safe' ? 'yes' : other.safety.toUpperCase(),
      ],
      ['nodes', String(one.nodes), String(other.nodes)],
      ['phase 1', quorumsOfA.phase1, quorumsOfB.phase1],
      ['classic round', quorumsOfA.classic, quorumsOfB.classic],
      ['fast round', quorumsOfA.fast ?? '-', quorumsOfB.fast ?? '-'],
      ...rows.map(({ name, texts, better }) => [name, ...texts, better === null || better === 'same' ? '' : better]),
    ]),
    '',
    `Enough nodes up: if each node is down ${percent(failure)} of the time${zones}, independently.`,
    hasLatency
      ? "Median ms: until the client's node knows, if only messages take time."
      : 'Waiting: until the quorum has answered, on average, in mean reply times of a node.',
    'Messages: between different nodes, for one decision of a client whose node does not lead.',
    '',
    sentence,
    '',
  ].join('\n');
}
