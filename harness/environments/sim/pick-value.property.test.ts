import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PossiblyChosen, possiblyChosen } from '#checker';
import { asValue, isRound, mutants, paxosRules, type Round, type Rules, roundKind, type Value } from '#cluster-node';
import { type CardinalitySetting, cardinalityFamily, checkSetting } from '#quorums';
import { listedQuorums } from './oracles/listed-quorums.ts';

type Vote = Readonly<{ round: Round; value: Value }>;

/** A cluster's sizes, the rounds in which there may be votes, and what the acceptors that are heard report. */
type Case = Readonly<{ setting: CardinalitySetting & { fast: number }; rounds: readonly Round[]; votes: Reports }>;

type Reports = ReadonlyMap<number, Vote | null>;

const letters = ['x', 'y', 'z'].map(asValue);

const safeCases = cases().filter(({ setting }) => checkSetting(setting).isSafe);

test('with safe quorums a pick is what the universal rule leaves, whatever was voted', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(safeCases, (example) => {
      seen.add(pickIn(example).case);
      expect(isLeft(example)).toBe(true);
    }),
    { numRuns: 5_000 },
  );
  expect([...seen].sort()).toEqual(['K1', 'K2a', 'K2b', 'K2c']);
});

test.each(['highest-round-without-o4', 'o4-needs-visible-quorum', 'no-k2a'])(
  'the universal rule leaves something else than the mutant %s picks',
  (name) => {
    const mutant = mutants.get(name);
    const property = fc.property(safeCases, (example) => isLeft(example, mutant?.rules));
    expect(fc.check(property, { numRuns: 20_000 }).failed).toBe(true);
  },
);

test('a pick is broken only where the universal rule, too, leaves more than one value', () => {
  let broken = 0;
  fc.assert(
    fc.property(cases(), (example) => {
      if (pickIn(example).kind !== 'broken') return;
      broken += 1;
      const possible = possibleIn(example);
      expect(possible === 'anything' || possible.size > 1).toBe(true);
    }),
    { numRuns: 5_000 },
  );
  expect(broken).toBeGreaterThan(0);
});

/** True when the universal rule leaves nothing, or the very value that is forced. */
function isLeft(example: Case, rules: Rules = paxosRules): boolean {
  const pick = pickIn(example, rules);
  const possible = possibleIn(example);
  if (possible === 'anything' || pick.kind === 'broken') return false;
  return possible.size === 0 || (pick.kind === 'forced' && possible.size === 1 && possible.has(pick.value));
}

function pickIn({ setting, votes }: Case, rules: Rules = paxosRules): ReturnType<Rules['pickValue']> {
  return rules.pickValue(votes, cardinalityFamily(setting));
}

function possibleIn({ setting, rounds, votes }: Case): PossiblyChosen {
  const quorums = listedQuorums({ kind: 'cardinality', ...setting });
  return possiblyChosen(
    rounds.map((round) => ({ round, quorums: quorums[roundKind(round)] })),
    votes,
  );
}

/** At least a phase-1 quorum reports. All votes of a classic round are for one value, as its coordinator sees to. */
function cases(): fc.Arbitrary<Case> {
  return fc.integer({ min: 2, max: 6 }).chain((nodes) => {
    const size = fc.integer({ min: 1, max: nodes });
    const report = fc.record({ isHeard: fc.boolean(), votesIn: fc.nat(4), letter: fc.nat(2) });
    return fc
      .record({
        sizes: fc.record({ phase1: size, classic: size, fast: size }),
        kinds: fc.array(fc.constantFrom('classic', 'fast'), { minLength: 1, maxLength: 4 }),
        reports: fc.array(report, { minLength: nodes, maxLength: nodes }),
      })
      .map(({ sizes, kinds, reports }) => {
        const rounds = kinds.map((kind, index) => roundNumbered(index + 1, kind));
        let silent = 0;
        const votes = new Map<number, Vote | null>();
        for (const [acceptor, { isHeard, votesIn, letter }] of reports.entries()) {
          if (!isHeard && silent < nodes - sizes.phase1) silent += 1;
          else votes.set(acceptor, voteIn(rounds[votesIn - 1], letter));
        }
        return { setting: { nodes, ...sizes }, rounds, votes };
      });
  });
}

function voteIn(round: Round | undefined, letter: number): Vote | null {
  const value = letters[round !== undefined && roundKind(round) === 'classic' ? round % letters.length : letter];
  return round === undefined || value === undefined ? null : { round, value };
}

/** Steps 0 and 1 of the first owner's n-th round. */
function roundNumbered(n: number, kind: 'classic' | 'fast'): Round {
  const number = n * 128 + (kind === 'fast' ? 1 : 0);
  if (!isRound(number) || roundKind(number) !== kind) throw new Error(`${number} is no ${kind} round`);
  return number;
}
