import { describe, expect, test } from 'vitest';
import { cardinalityFamily, quorumFamily } from '#quorums';
import { RunStory } from './claimed-run.ts';
import { countTightEvents, type TightRun, type TimedClaim } from './tight-events.ts';

/** N=5 with L=3, R=3, F=4: the tightest meetings are of one node (classic) and of two (fast). */
const family = cardinalityFamily({ nodes: 5, phase1: 3, classic: 3, fast: 4 });
const classic = { decided: 10, voters: 'n1 n2 n3', reporters: 'n3 n4 n5' };
const fast = { decided: 11, voters: 'n1 n2 n3 n4', reporters: 'n3 n4 n5' };

type Story = Readonly<{ decided: number; voters: string; reporters: string }>;

/** The decision at 1 ms, and a pick in round 20 at 2 ms. */
function timed({ decided, voters, reporters }: Story, changes: { decidedAtMs?: number; pickIn?: number } = {}) {
  const roundKind = decided % 10 === 1 ? 'fast' : 'classic';
  const claims: readonly TimedClaim[] = [
    {
      kind: 'decided',
      instance: 1,
      round: decided,
      roundKind,
      value: 'a',
      voters: voters.split(' '),
      atNs: (changes.decidedAtMs ?? 1) * 1e6,
    },
    { kind: 'pick', instance: 1, round: changes.pickIn ?? 20, reporters: reporters.split(' '), atNs: 2e6 },
  ];
  return claims;
}

function run(story: RunStory, claims: readonly TimedClaim[], lost: readonly string[] = []): TightRun {
  return { ...story.run(lost), family, timed: claims };
}

const votes = ({ decided, voters }: Story): RunStory => new RunStory().vote(voters, { round: decided });

describe('a tight event', () => {
  test('is a pick that sees no more of a decision than it must, by the kind of the round', () => {
    expect(countTightEvents(run(votes(classic), timed(classic)))).toEqual({ classic: 1, fast: 0 });
    expect(countTightEvents(run(votes(fast), timed(fast)))).toEqual({ classic: 0, fast: 1 });
  });

  test('counts once, however many learners decided', () => {
    const [decision, pick] = timed(classic);
    if (decision === undefined || pick === undefined) throw new Error('the story has both');
    expect(countTightEvents(run(votes(classic), [decision, decision, pick]))).toEqual({ classic: 1, fast: 0 });
  });

  test.each<[string, Story]>([
    ['one reporter is more than is needed', { ...classic, reporters: 'n2 n3 n4 n5' }],
    ['one vote is more than is needed', { ...classic, voters: 'n1 n2 n3 n4' }],
    ['the reporters share more with the voters than they must', { ...classic, reporters: 'n2 n3 n4' }],
    ['one fast vote is more than is needed', { ...fast, voters: 'n1 n2 n3 n4 n5' }],
    ['the reporters share more with the fast voters than they must', { ...fast, reporters: 'n2 n3 n4' }],
    ['the reporters are no quorum', { ...classic, reporters: 'n3 n4' }],
    ['the voters are no quorum', { ...classic, voters: 'n1 n3' }],
  ])('is none when %s', (_, story) => {
    expect(countTightEvents(run(votes(story), timed(story)))).toEqual({ classic: 0, fast: 0 });
  });

  test('is none when another acceptor voted too, though no learner counted it', () => {
    const story = votes(classic).vote('n5', { round: classic.decided });
    expect(countTightEvents(run(story, timed(classic)))).toEqual({ classic: 0, fast: 0 });
  });

  test('is none when those votes were for another value', () => {
    const story = new RunStory().vote(classic.voters, { round: classic.decided, value: 'b' });
    expect(countTightEvents(run(story, timed(classic)))).toEqual({ classic: 0, fast: 0 });
  });

  test('is none when the decision came after the pick, or in a higher round', () => {
    expect(countTightEvents(run(votes(classic), timed(classic, { decidedAtMs: 3 })))).toEqual({ classic: 0, fast: 0 });
    expect(countTightEvents(run(votes(classic), timed(classic, { pickIn: 9 })))).toEqual({ classic: 0, fast: 0 });
  });

  test('is none while a journal is missing that may hold another vote', () => {
    expect(countTightEvents(run(votes(classic), timed(classic), ['n5']))).toEqual({ classic: 0, fast: 0 });
  });

  test('needs quorums without a member to spare, whatever the quorums are', () => {
    const grid = quorumFamily({ kind: 'grid', rows: 2, columns: 3, fastColumns: null });
    const count = (voters: string, reporters: string): number => {
      const nodes = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'];
      const journals = nodes.map((node) => ({
        node,
        state: 'complete' as const,
        records: voters.split(' ').includes(node)
          ? [{ record: 1, kind: 'vote', instance: 1, round: 10, roundKind: 'classic', value: 'a' } as const]
          : [],
      }));
      const claims = timed({ decided: 10, voters, reporters });
      return countTightEvents({ nodes, family: grid, journals, traces: [], timed: claims }).classic;
    };
    expect(count('n1 n4', 'n1 n2 n3')).toBe(1); // a column and a row
    expect(count('n1 n4', 'n1 n2 n3 n5')).toBe(0);
    expect(count('n1 n2 n4', 'n1 n2 n3')).toBe(0);
  });
});
