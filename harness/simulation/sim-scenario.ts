import type { ReadMode } from '#cluster-node';
import type { QuorumSystem } from '#quorums';

/**
 * Everything that a simulated run depends on, as plain data: the same scenario gives the same run, event by event. What
 * happens is listed (operations, faults, rules for messages), so that a failing run can be reduced by leaving out; what
 * is not listed (how long a message or a sync takes, which messages of a lossy network are lost) is drawn from `seed`, for each
 * message by itself, so that leaving out one thing does not reshuffle the rest. All times are milliseconds of virtual time
 * from the start.
 */
export type SimScenario = Readonly<{
  version: 1;
  /** One sentence for people: what happens here. */
  because: string;
  seed: number;
  system: QuorumSystem;
  reads: ReadMode;
  onBrokenPick: 'stop' | 'choose';
  /** `request`: rounds begin by faults of kind `begin-round` alone, and nodes send nothing again by themselves. */
  roundsBy: 'timeouts' | 'request';
  /** So many votes fill one part of a report in phase 1; absent: as many as nodes usually put there. */
  votesPerPart?: number;
  /** The name of a broken protocol; null: the correct one. */
  mutant: string | null;
  network: SimNetworkSetting;
  disk: SimDiskSetting;
  /** At which rate the clock of a node runs, by node; 1 where absent. */
  clockRates: Readonly<Record<string, number>>;
  operations: readonly SimOperation[];
  faults: readonly SimFault[];
  /** The first rule that matches a message decides what becomes of it; without one the network does. */
  messages: readonly MessageRule[];
  /** When everything is healed. */
  healAtMs: number;
  /** How long after that the cluster has, to answer everything and to agree; past it, it has stalled, and nothing more is asked for. */
  settleMs: number;
  /** Nodes that stay down or cut off for good after healing: the others must make progress if they are enough. */
  lostForGood: readonly string[];
}>;

/** Fractions from 0 to 1, delays in milliseconds. */
export type SimNetworkSetting = Readonly<{
  delayMinMs: number;
  delayMaxMs: number;
  /** This fraction takes ten times as long. */
  straggling: number;
  lost: number;
  duplicated: number;
}>;

/** How long a sync takes, drawn evenly from the range. */
export type SimDiskSetting = Readonly<{ syncMinMs: number; syncMaxMs: number }>;

/**
 * A client invokes one operation. One that still waits for an answer, or got none, goes on as another process; its commands stay those of
 * one client, which has several outstanding then.
 */
export type SimOperation = Readonly<{
  atMs: number;
  client: number;
  node: string;
  f: 'read' | 'write' | 'cas' | 'txn';
  key: string;
  /** What is written; `[from, to]` of a cas; micro-operations of a txn; null of a read. */
  value: unknown;
  /** Asks again at this node with the same client and sequence number, after so long without an answer. */
  retry?: Readonly<{ afterMs: number; node: string }>;
}>;

/**
 * Wherever a fault names a node it may say `@leader` instead: who leads at that moment with the highest round, or, if nobody does, some
 * node that follows from the place of the fault in its list; and, where it names several, `@others`: all but that one.
 * `SimOutcome.leaders` tells who that was.
 */
export const leaderTarget = '@leader';
export const othersTarget = '@others';

/** No time of a scenario is later, and nothing takes longer: some eleven days of virtual time. */
export const longestMs = 1e9;

export type SimFault = Readonly<{ atMs: number }> &
  /**
   * `during`: not at once, but in the midst of what the node appends to its journal next. `keeps`: which part of the append that is
   * under way is left on the disk, from 0 to 1; absent: left to chance.
   */
  (
    | Readonly<{ kind: 'crash'; nodes: readonly string[]; forMs: number; keeps?: number; during?: 'append' }>
    | Readonly<{ kind: 'pause'; node: string; forMs: number }>
    /** Links in one direction each. */
    | Readonly<{ kind: 'cut'; links: readonly Readonly<{ from: string; to: string }>[]; forMs: number }>
    /** All links to it, from it, or both. */
    | Readonly<{ kind: 'isolate'; node: string; direction: 'both' | 'in' | 'out'; forMs: number }>
    /** Whatever the node sends takes so much longer. */
    | Readonly<{ kind: 'slow-links'; node: string; extraMs: number; forMs: number }>
    /** Healing, or the end of the fault, sets it right. */
    | Readonly<{ kind: 'clock'; nodes: readonly string[]; rate?: number; wallOffsetMs?: number; forMs: number }>
    | Readonly<{ kind: 'slow-disk'; node: string; factor: number; forMs: number }>
    /** The next sync fails: the node has to stop. It is started again after `forMs`. */
    | Readonly<{ kind: 'failed-sync'; node: string; forMs: number }>
    /** The node crashes, and a byte of a durable record is changed while it is down: it must notice, and stay down. */
    | Readonly<{ kind: 'corrupt'; node: string }>
    /** Only where rounds are by request. */
    | Readonly<{ kind: 'begin-round'; node: string; roundKind: 'classic' | 'fast' }>
    /** Only where rounds are by request: it recovers this instance of its fast round, as if it had taken too long. */
    | Readonly<{ kind: 'recover'; node: string; instance: number }>
    /** Only where rounds are by request: from now on this node leaves them to timeouts. */
    | Readonly<{ kind: 'let-go'; node: string }>
  );

/** Which messages a rule is about; what is absent matches anything. */
export type MessagePattern = Readonly<{
  from?: string;
  to?: string;
  /** As the messages of nodes call themselves: `phase1a`, `phase2b`, `propose`, … */
  kind?: string;
  /** The number of the round, its owner and its step as far as given. */
  round?: Readonly<{ number?: number; owner?: string; step?: 0 | 1 | 2 }>;
  instance?: number;
  /** What the command in the message writes, as JSON. */
  writes?: unknown;
  /** Sent in this time. */
  fromMs?: number;
  untilMs?: number;
  /** Only the first, second, … that matches everything else, whether or not an earlier rule decided about those before. From 1. */
  nth?: number;
}>;

export type MessageRule = Readonly<{
  match: MessagePattern;
  action:
    | Readonly<{ kind: 'pass' }>
    | Readonly<{ kind: 'drop' }>
    /** Arrives at that time, or as usual if that is past. */
    | Readonly<{ kind: 'hold'; untilMs: number }>
    | Readonly<{ kind: 'delay'; byMs: number }>
    /** Arrives as usual, and once more so much later. */
    | Readonly<{ kind: 'repeat'; afterMs: number }>;
}>;
