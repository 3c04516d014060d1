import type { NodeSet, QuorumFamily } from '#quorums';
import { type AcceptorRules, acceptorRules } from './acceptor-rules.ts';
import { type CoordinatorRules, coordinatorRules } from './coordinator-rules.ts';
import { type LearnerRules, learnerRules } from './learner-rules.ts';
import { type ReadRules, readRules } from './read-rules.ts';
import type { JournalRecord } from './records.ts';

/**
 * The decisions on which safety rests, each in one place, so that a mutant is this object with one of them replaced
 * and everything around it stays the same. The correct ones are `paxosRules`.
 */
export type Rules = AcceptorRules & CoordinatorRules & LearnerRules & ReadRules & NodeRules;

/** What concerns a node as a whole. */
export type NodeRules = Readonly<{
  /** The families that coordinators and learners believe in; `reachable`: from whom something came lately, and this node. */
  quorums(configured: QuorumFamily, reachable: () => NodeSet): QuorumFamily;
  /** Does a restarted node read its journal? */
  remembers: boolean;
  /** How the records of one sync are put into frames, each of which a crash leaves whole or not at all. protocol.md 2.2. */
  journalFrames(records: readonly JournalRecord[]): readonly (readonly JournalRecord[])[];
}>;

const nodeRules: NodeRules = {
  quorums: (configured) => configured,
  remembers: true,
  journalFrames: (records) => [records],
};

export const paxosRules: Rules = { ...acceptorRules, ...coordinatorRules, ...learnerRules, ...readRules, ...nodeRules };
