import type { Acceptor, AcceptorDescription } from './acceptor.ts';
import type { Coordinator, CoordinatorDescription } from './coordinator.ts';
import type { Leadership } from './leadership.ts';
import type { Learner, LearnerDescription } from './learner.ts';
import type { Reads } from './reads.ts';
import type { Round } from './round.ts';

/** What an operator may ask of a replica at any time. Counters are those of this start of the node. */
export type ReplicaStatus = Readonly<{
  round: Round;
  leads: boolean;
  leader: number | null;
  isFast: boolean;
  nextInstance: number;
  chosenThrough: number;
  applied: number;
  decisions: Readonly<{ fast: number; classic: number }>;
  collisions: Readonly<{ certain: number; suspected: number }>;
  recoveries: number;
  picks: Readonly<{ K1: number; K2a: number; K2b: number; K2c: number; broken: number }>;
  alarms: readonly string[];
  /** Reads that this node, as the leader, has let pass on a lease. */
  leaseReads: number;
}>;

/** A replica in plain data, by its parts. `office`: whom it follows, and which round is the highest that it has heard of. */
export type ReplicaDescription = Readonly<{
  learner: LearnerDescription;
  acceptor: AcceptorDescription;
  coordinator: CoordinatorDescription;
  office: ReturnType<Leadership['describe']>;
  /** What it is to catch up with, and the commands that its clients wait for. */
  rest: unknown;
}>;

/** The roles of one replica, of which a status tells. */
export type RoleStates = Readonly<{
  acceptor: Acceptor;
  coordinator: Coordinator;
  leadership: Leadership;
  learner: Learner;
  reads: Reads;
}>;

/** The status of the replica that plays these roles and has raised these alarms. */
export function statusOf(
  { acceptor, coordinator, leadership, learner, reads }: RoleStates,
  alarms: readonly string[],
): ReplicaStatus {
  const open = acceptor.openRound;
  const { collisions } = coordinator;
  return {
    round: open !== null && open > acceptor.promised ? open : acceptor.promised,
    leads: coordinator.leads,
    leader: leadership.leader,
    isFast: open !== null,
    nextInstance: learner.highestSeen + 1,
    chosenThrough: learner.chosenThrough,
    applied: learner.applied,
    decisions: coordinator.decisions,
    collisions,
    recoveries: collisions.certain + collisions.suspected,
    picks: coordinator.picks,
    alarms,
    leaseReads: reads.leaseReads,
  };
}
