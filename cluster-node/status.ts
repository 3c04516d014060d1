import type { QuorumSystem } from '#quorums';

/** What `GET /status` on the administration port answers, as JSON. Counters begin at 0 with each start of the node. */
export type NodeStatus = Readonly<{
  version: number;
  node: string;
  /** 1 for the first start on a data directory, one more for each later start. */
  incarnation: number;
  pid: number;
  protocol: string;
  quorums: QuorumSystem;
  wallMs: number;
  monotonicNs: number;
  /** The highest round that this node's acceptor takes part in; `number` 0 means none. */
  round: Readonly<{ number: number; n: number; owner: string | null; step: number; kind: 'classic' | 'fast' }>;
  /** True while this node's coordinator believes itself in charge (phase 1 complete, not deposed). */
  leads: boolean;
  /** Whom this node believes to lead, or null. */
  leader: string | null;
  /** True while a fast round is open for the next instance, as far as this node knows. */
  isFast: boolean;
  /** The lowest instance in which this node knows of no vote. */
  nextInstance: number;
  /** Every instance up to this one is known to be chosen. 0: none. */
  chosenThrough: number;
  /** Every instance up to this one is applied to the state machine. 0: none. */
  applied: number;
  /** Decisions that this node learned by counting votes as the round's coordinator. */
  decisions: Readonly<{ fast: number; classic: number }>;
  collisions: Readonly<{ certain: number; suspected: number }>;
  /** Coordinated recoveries that this node's coordinator began. */
  recoveries: number;
  picks: Readonly<{ K1: number; K2a: number; K2b: number; K2c: number; broken: number }>;
  /** Whole sentences; a node with an alarm stops after answering for a moment. */
  alarms: readonly string[];
  /** Reads that this node, as the leader, has let pass on a lease. */
  leaseReads: number;
  /**
   * What this node exchanged with its peers: each message of a batch counts; bytes are those of whole frames, hellos and
   * pings included, the answers to pings left out.
   */
  traffic: Readonly<{ sentMessages: number; sentBytes: number; receivedMessages: number; receivedBytes: number }>;
  /** Processor time of this process in milliseconds, in user and in system mode. */
  cpuMs: number;
  syncP99Ms: number;
  electionTimeoutMs: number;
}>;

/** What `GET /digest` answers: a SHA-256 over the state machine (data and sessions) after `applied` instances. */
export type StateDigest = Readonly<{ node: string; applied: number; digest: string }>;
