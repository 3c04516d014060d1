import type { Explanation, Verdict } from '#checker';
import type { TightKinds } from '#nemesis';
import type { QuorumSystem } from '#quorums';
import type { FaultKind } from '../ports/index.ts';
import type { ProtocolCounts } from '../systems/protocol-counts.ts';
import type { ProgressPrediction } from './predict-progress.ts';

/** Ops that ended in success, by what they prove. `writes` counts `write` and `cas`; a transaction may count as both. */
export type Successes = Readonly<{ reads: number; writes: number }>;

/** One planned disturbance, as it went. */
export type WindowFacts = Readonly<{
  number: number;
  kind: FaultKind;
  /** The fault in a few words, for example `kill n2, n4`. */
  text: string;
  /** The nodes or links that it was done to; empty when there was no target. */
  targets: string;
  /** `no-target`: nobody led, nothing was injected; `not-effective`: injected, and the probe did not see it. */
  outcome: 'effective' | 'not-effective' | 'no-target' | 'failed';
  /** What the probe saw, or why nothing was injected. */
  evidence: string;
  startMs: number;
  endMs: number;
  prediction: ProgressPrediction;
  during: Successes;
  /** Ops that began and ended in the window. */
  counts: Readonly<{ ok: number; fail: number; info: number }>;
  /** From the heal to the next fault, or to the end of the run. */
  afterHeal: Successes;
}>;

/** A verdict of one checker, by the name that the summary prints; why, where that checker can be explained. */
export type NamedVerdict = Readonly<{
  checker: string;
  verdict: Verdict & Readonly<{ explanations?: readonly Explanation[] }>;
}>;

/**
 * What the checker said about a copy of this history with a planted violation; `skipped`: there was no place to plant one, or
 * no sense in it.
 */
export type SelfTestFacts = Readonly<{
  violation: string;
  outcome: 'convicted' | 'not-convicted' | 'skipped';
  reason: string;
}>;

/**
 * What clocks showed while they were made to lie: per node how far ahead of the controller's they were at most
 * (negative: behind), and how many reads leaned on leases meanwhile; null: none was to.
 */
export type ClockFacts = Readonly<{
  greatestSkews: readonly Readonly<{ node: string; wallMs: number; monotonicMs: number }>[];
  leaseReads: number | null;
}>;

/**
 * How often a decision by a quorum without a member to spare was picked up again from such a quorum, by the kind of its
 * round; and the kinds that the faults of the run were to bring about.
 */
export type TightFacts = TightKinds & Readonly<{ classic: number; fast: number }>;

/** What transactions over lists have shown: nothing is known of the place of an append that no other transaction read. */
export type ListFacts = Readonly<{
  /** Appends that were acknowledged, and how many of these were read by another transaction. */
  appends: number;
  shown: number;
  /** Transactions that succeeded and touched several lists: what atomicity is about. */
  joined: number;
}>;

/** Everything that the verdict table looks at; plain data, gathered from a run's directory. */
export type RunFacts = Readonly<{
  setting: QuorumSystem;
  /** The kinds of fault that were asked for; empty: none. */
  faultKinds: readonly FaultKind[];
  isInterrupted: boolean;
  ops: Readonly<{ invoked: number; ok: number; fail: number; info: number }>;
  /** The final reads, one per key and node: how many were wanted and succeeded, and how long they were given. */
  final: Readonly<{ wanted: number; ok: number; waitedMs: number }> | null;
  windows: readonly WindowFacts[];
  /** What could not be undone at the end, in sentences. */
  notHealed: readonly string[];
  alarms: readonly Readonly<{ node: string; message: string }>[];
  unexpectedExits: readonly Readonly<{ node: string; status: string; logTail: string }>[];
  /** Per node whose journal could not be used: why. */
  journalProblems: readonly Readonly<{ node: string; problem: string }>[];
  /** The state digests of the nodes that answered after the final reads; null: nobody asked. */
  digests: readonly Readonly<{ node: string; applied: number; digest: string }>[] | null;
  protocol: ProtocolCounts;
  tight: TightFacts;
  recorderLagP99Ms: number | null;
  /** How far the host's wall clock moved against its monotonic one; null: not on file. */
  hostClockMovedMs: number | null;
  /** Null: no fault was one of clocks. */
  clocks: ClockFacts | null;
  /** Null: clients did not work on lists. */
  lists: ListFacts | null;
  /** Of what clients saw, and of the protocol's claims. */
  verdicts: readonly NamedVerdict[];
  /** What the checker said about copies of this history with a planted violation; `skipped`: no place to plant one. */
  selfTests: readonly Readonly<{
    violation: string;
    outcome: 'convicted' | 'not-convicted' | 'skipped';
    reason: string;
  }>[];
}>;
