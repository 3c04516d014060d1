import type { NodeSet } from '#quorums';
import {
  highestRound,
  isQuorumOf,
  type Pick,
  type Reports,
  silentNodes,
  votersByValue,
} from '../protocol/pick-value.ts';
import { noRound, type RoundKind, roundKind } from '../protocol/round.ts';
import { paxosRules, type Rules } from '../protocol/rules.ts';
import type { Vote } from '../protocol/value.ts';
import { broken, type Mutant, sizes } from './mutant.ts';

/** Coordinators that draw the wrong conclusion from the right reports. protocol.md 2.3. */
export const pickingMutants: readonly Mutant[] = [
  {
    name: 'highest-round-without-o4',
    number: 8,
    wrongStep: 'takes any value of the highest round, whether or not it may have been chosen there',
    system: sizes(4, 3, 3, 3),
    rules: broken({ pickValue: anyValueOfHighestRound }),
  },
  {
    name: 'o4-needs-visible-quorum',
    number: 9,
    wrongStep: 'a value counts as possibly chosen only with a whole quorum of visible votes',
    system: sizes(4, 3, 3, 3),
    rules: broken({
      pickValue: (reports, quorums) =>
        pickByCount((voters, kind) => (kind === 'fast' ? quorums.isFast(voters) : quorums.isClassic(voters)))(
          reports,
          quorums,
        ),
    }),
  },
  {
    name: 'no-k2a',
    number: 10,
    wrongStep: 'the only value of the highest round is treated as free when that round alone cannot have chosen it',
    system: sizes(3, 3, 2, 2),
    rules: broken({
      pickValue: (reports, quorums) => {
        const pick = paxosRules.pickValue(reports, quorums);
        if (pick.case !== 'K2a' || pick.kind !== 'forced') return pick;
        const highest = highestRound(reports);
        const reach = (votersByValue(reports, highest).get(pick.value) ?? 0) | silentNodes(reports, quorums.nodes);
        return isQuorumOf(highest, reach, quorums) ? pick : free;
      },
    }),
  },
  {
    name: 'one-empty-report-frees',
    number: 11,
    wrongStep: 'one acceptor that has not voted is taken for proof that nothing was chosen',
    system: sizes(3, 2, 2),
    rules: broken({
      pickValue: (reports, quorums) =>
        [...reports.values()].includes(null) ? free : paxosRules.pickValue(reports, quorums),
    }),
  },
  {
    name: 'own-value-first',
    number: 12,
    wrongStep: 'a new leader ignores the votes that are reported to it',
    system: sizes(3, 2, 2),
    rules: broken({ pickValue: () => free }),
  },
  {
    name: 'lowest-round-first',
    number: 13,
    wrongStep: 'takes the value of the lowest round that is reported',
    system: sizes(3, 2, 2),
    rules: broken({ pickValue: (reports) => pickVote(votesIn(reports).sort((one, other) => one.round - other.round)) }),
  },
  {
    name: 'first-report-wins',
    number: 13,
    wrongStep: 'takes the vote that was reported first',
    system: sizes(3, 2, 2),
    rules: broken({ pickValue: (reports) => pickVote(votesIn(reports)) }),
  },
  {
    name: 'most-frequent-vote',
    number: 30,
    wrongStep: 'takes the value with the most votes in the highest round, by heads where nodes have weights',
    system: { kind: 'weighted', nodes: ['n1', 'n2', 'n3'], weights: [2, 1, 1], phase1: 3, classic: 2, fast: 3 },
    rules: broken({ pickValue: anyValueOfHighestRound }),
  },
];

const free: Pick = { kind: 'free', case: 'K1', candidates: [] };

/** A pick by quorum sizes alone, with the threshold of votes that makes a value possibly chosen. */
function pickByCount(isPossible: (voters: NodeSet, kind: RoundKind) => boolean): Rules['pickValue'] {
  return (reports) => {
    const highest = highestRound(reports);
    if (highest === noRound) return free;
    const voters = [...votersByValue(reports, highest)];
    const [first] = voters.filter(([, set]) => isPossible(set, roundKind(highest)));
    // no candidates: to prefer a value that was voted for would mask the bug
    return first === undefined ? free : { kind: 'forced', case: voters.length === 1 ? 'K2a' : 'K2b', value: first[0] };
  };
}

/** Among equals the last in order, so that the pick is not by chance the one that the correct rule makes. */
function anyValueOfHighestRound(reports: Reports): Pick {
  const highest = highestRound(reports);
  const value = [...votersByValue(reports, highest).keys()].at(-1);
  return highest === noRound || value === undefined ? free : { kind: 'forced', case: 'K2a', value };
}

function votesIn(reports: Reports): Vote[] {
  return [...reports.values()].filter((vote) => vote !== null);
}

function pickVote([vote]: readonly Vote[]): Pick {
  return vote === undefined ? free : { kind: 'forced', case: 'K2a', value: vote.value };
}
