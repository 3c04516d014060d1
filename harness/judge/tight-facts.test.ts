import { expect, test } from 'vitest';
import { quorumFamily } from '#quorums';
import { tightFacts } from './tight-facts.ts';

const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];
const files = { journals: [], traces: [], timed: [] };
type Sizes = Readonly<{ phase1: number; classic: number; fast: number | null }>;
const tight = (nemesis: string, sizes: Sizes) =>
  tightFacts({ nodes, nemesis, clock: null }, quorumFamily({ kind: 'cardinality', nodes: 5, ...sizes }), files);
const wanted = (nemesis: string, sizes: Sizes) => tight(nemesis, sizes).wanted;
const safe = { phase1: 3, classic: 3, fast: 4 };

test('tight events of both kinds are wanted from quorum faults that are not narrowed down', () => {
  expect(wanted('quorum', safe)).toEqual(['classic', 'fast']);
  expect(wanted('kill,quorum', safe)).toEqual(['classic', 'fast']);
  expect(wanted('quorum:tight-fast', safe)).toEqual(['fast']);
  expect(wanted('quorum:crash', safe)).toEqual([]);
  expect(wanted('kill', safe)).toEqual([]);
});

test('what the setting cannot have is not wanted, and said to be impossible', () => {
  expect(tight('quorum', { ...safe, fast: null })).toMatchObject({ wanted: ['classic'], impossible: [] });
  const single = { phase1: 5, classic: 1, fast: 3 };
  expect(tight('quorum', single)).toMatchObject({ wanted: [], impossible: ['classic', 'fast'] });
  expect(tight('quorum:tight-fast', single).impossible).toEqual(['fast']);
  expect(tight('kill', single).impossible).toEqual([]);
});

test('nothing is counted while clocks run at different speeds', () => {
  const timed = [
    { kind: 'decided', instance: 1, round: 10, roundKind: 'classic', value: 'a', voters: ['n1', 'n2', 'n3'], atNs: 1 },
    { kind: 'pick', instance: 1, round: 20, reporters: ['n3', 'n4', 'n5'], atNs: 2 },
  ] as const;
  const vote = { record: 1, kind: 'vote', instance: 1, round: 10, roundKind: 'classic', value: 'a' } as const;
  const journals = nodes.map((node, place) => ({ node, state: 'complete' as const, records: place < 3 ? [vote] : [] }));
  const family = quorumFamily({ kind: 'cardinality', nodes: 5, ...safe });
  const count = (clock: 'rate' | 'wall') =>
    tightFacts({ nodes, nemesis: 'quorum', clock }, family, { journals, traces: [], timed }).classic;
  expect(count('wall')).toBe(1);
  expect(count('rate')).toBe(0);
});
