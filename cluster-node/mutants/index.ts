import { type CardinalitySetting, fullNodeSet, type NodeSet, nodeSetSize } from '#quorums';
import type { ReadMode } from '../protocol/configuration.ts';
import { highestRound, type Pick, type Reports, silentNodes, votersByValue } from '../protocol/pick-value.ts';
import { noRound, roundKind, withStep } from '../protocol/round.ts';
import { paxosRules, type Rules } from '../protocol/rules.ts';

/**
 * A protocol with one rule broken, for proving that a torture run convicts it. `number` is the row of the table
 * of bugs in docs/protocol-bugs.md; `least` the smallest setting (N, L, R, F) at which nothing else masks the bug.
 */
export type Mutant = Readonly<{
  name: string;
  number: number;
  wrongStep: string;
  least: CardinalitySetting;
  /** The reads at which it shows; without: any. */
  reads?: ReadMode;
  rules: Rules;
}>;

/** A pick by quorum sizes alone, with the threshold of votes that makes a value possibly chosen. */
function pickByCount(
  isPossible: (voters: NodeSet, reports: Reports, kind: 'classic' | 'fast') => boolean,
): Rules['pickValue'] {
  return (reports) => {
    const highest = highestRound(reports);
    if (highest === noRound) return { kind: 'free', case: 'K1', candidates: [] };
    const voters = [...votersByValue(reports, highest)];
    const values = voters.map(([value]) => value);
    const [first] = voters.filter(([, set]) => isPossible(set, reports, roundKind(highest)));
    return first === undefined
      ? { kind: 'free', case: 'K2c', candidates: values }
      : { kind: 'forced', case: values.length === 1 ? 'K2a' : 'K2b', value: first[0] };
  };
}

/** Among equals the last in order, so that the pick is not by chance the one that the correct rule makes. */
function anyValueOfHighestRound(reports: Reports): Pick {
  const highest = highestRound(reports);
  const value = [...votersByValue(reports, highest).keys()].at(-1);
  return highest === noRound || value === undefined
    ? { kind: 'free', case: 'K1', candidates: [] }
    : { kind: 'forced', case: 'K2a', value };
}

const list: readonly Mutant[] = [
  {
    name: 'unsynced-vote',
    number: 2,
    wrongStep: 'a vote is told before it is on disk',
    least: { nodes: 3, phase1: 2, classic: 2, fast: 3 },
    rules: { ...paxosRules, voteEffects: (persist, tell) => [...tell, persist] },
  },
  {
    name: 'stale-accept',
    number: 4,
    wrongStep: 'an acceptor votes in a round below its promise',
    least: { nodes: 3, phase1: 2, classic: 2, fast: null },
    rules: { ...paxosRules, mayVote: (round, _promised, vote) => vote === null || vote.round < round },
  },
  {
    name: 'highest-round-without-o4',
    number: 8,
    wrongStep: 'takes any value of the highest round, whether or not it may have been chosen there',
    least: { nodes: 4, phase1: 3, classic: 3, fast: 3 },
    rules: { ...paxosRules, pickValue: anyValueOfHighestRound },
  },
  {
    name: 'o4-needs-visible-quorum',
    number: 9,
    wrongStep: 'a value counts as possibly chosen only with a whole quorum of visible votes',
    least: { nodes: 4, phase1: 3, classic: 3, fast: 3 },
    rules: {
      ...paxosRules,
      pickValue: (reports, quorums) =>
        pickByCount((voters, _reports, kind) => (kind === 'fast' ? quorums.isFast(voters) : quorums.isClassic(voters)))(
          reports,
          quorums,
        ),
    },
  },
  {
    name: 'no-k2a',
    number: 10,
    wrongStep: 'the only value of the highest round is treated as free when that round alone cannot have chosen it',
    least: { nodes: 3, phase1: 3, classic: 2, fast: 2 },
    rules: {
      ...paxosRules,
      pickValue: (reports, quorums) => {
        const pick = paxosRules.pickValue(reports, quorums);
        if (pick.case !== 'K2a' || pick.kind !== 'forced') return pick;
        const highest = highestRound(reports);
        const reach = (votersByValue(reports, highest).get(pick.value) ?? 0) | silentNodes(reports, quorums.nodes);
        const isPossible = roundKind(highest) === 'fast' ? quorums.isFast(reach) : quorums.isClassic(reach);
        return isPossible ? pick : { kind: 'free', case: 'K1', candidates: [] };
      },
    },
  },
  {
    name: 'fast-too-small',
    number: 16,
    wrongStep: 'fast quorums have one member too few',
    least: { nodes: 3, phase1: 2, classic: 2, fast: 3 },
    rules: {
      ...paxosRules,
      quorums: (configured) => {
        const everybody = fullNodeSet(configured.nodes);
        const withOneMore = (set: NodeSet): boolean => {
          for (let node = 0; node < configured.nodes; node += 1) if (configured.isFast(set | (1 << node))) return true;
          return false;
        };
        return { ...configured, isFast: (set) => configured.isFast(everybody) && withOneMore(set) };
      },
    },
  },
  {
    name: 'recovery-too-small',
    number: 18,
    wrongStep: 'a collision is recovered from a classic phase-2 quorum of reports instead of a phase-1 quorum',
    least: { nodes: 3, phase1: 3, classic: 1, fast: 2 },
    rules: {
      ...paxosRules,
      mayRecover: (reporters, quorums) => nodeSetSize(reporters) > 0 && quorums.isClassic(reporters),
    },
  },
  {
    name: 'recovery-in-same-round',
    number: 20,
    wrongStep: 'a collision is recovered in the round that collided, and acceptors overwrite their votes',
    least: { nodes: 3, phase1: 2, classic: 2, fast: 3 },
    rules: {
      ...paxosRules,
      recoveryRound: (round) => withStep(round, 1),
      mayVote: (round, promised, vote) => round >= promised && (vote === null || vote.round <= round),
    },
  },
  {
    name: 'learner-mixes-rounds',
    number: 25,
    wrongStep: 'votes for a value are summed over rounds',
    least: { nodes: 3, phase1: 2, classic: 2, fast: 3 },
    rules: { ...paxosRules, tallyKey: (_round, value) => value },
  },
  {
    name: 'lease-without-margin',
    number: 46,
    wrongStep: 'a leader trusts its lease as long as acceptors keep it, whatever their clocks do',
    least: { nodes: 3, phase1: 2, classic: 2, fast: null },
    reads: 'lease',
    rules: { ...paxosRules, leaseTrustMs: (leaseMs) => leaseMs },
  },
  {
    name: 'lease-on-wall-clock',
    number: 46,
    wrongStep: 'leases are measured on the wall clock, which may be set back',
    least: { nodes: 3, phase1: 2, classic: 2, fast: null },
    reads: 'lease',
    rules: { ...paxosRules, leaseClock: 'wall' },
  },
  {
    name: 'lease-forgotten',
    number: 47,
    wrongStep: 'a restarted acceptor answers 1a although it may have granted a lease',
    least: { nodes: 3, phase1: 2, classic: 2, fast: null },
    reads: 'lease',
    rules: { ...paxosRules, honoursForgottenLeases: false },
  },
  {
    name: 'amnesia',
    number: 34,
    wrongStep: 'a restarted node ignores its data directory',
    least: { nodes: 3, phase1: 2, classic: 2, fast: 3 },
    rules: { ...paxosRules, remembers: false },
  },
];

/** Every mutant by name. */
export const mutants: ReadonlyMap<string, Mutant> = new Map(list.map((mutant) => [mutant.name, mutant]));
