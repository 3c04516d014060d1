import type { Message, RoundKind, Rules } from '#cluster-node';
import type { QuorumSystem } from '#quorums';

/** `fast`: it becomes fast as soon as the node can open it; `classic`: it stays classic. */
export type PlannedRound = Readonly<{ node: number; kind: RoundKind }>;

/** What an exhaustive exploration leaves bounded; within it every order of events is tried. Nodes are known by their index. */
export type ExploreScope = Readonly<{
  system: QuorumSystem;
  rules: Rules;
  /**
   * The rounds that are begun: each at any time or never, whatever came of the others, and above all that its owner has seen; those of
   * one owner in this order.
   */
  rounds: readonly PlannedRound[];
  /** The numbers that these rounds have (`round-orders.ts`); null: each takes the next one that its owner has not heard of. */
  numbers: readonly number[] | null;
  /** The nodes at which clients ask for a command, each for one of its own, at any time and once. */
  homes: readonly number[];
  /** How often each node may crash. */
  crashes: number;
  /** Votes in higher instances are never cast: what would lead to them is lost. */
  instances: number;
  /**
   * Leaves out what nobody can notice of nodes that keep to the rules: reports and votes are taken in together as soon as they suffice for
   * something, and a crash is left out that takes nothing from a node but its readiness to act (`crash-loss.ts`). Where the
   * scope `isNarrow`, much more is. For broken nodes: false.
   */
  reduces: boolean;
  /** Which messages are delivered; all others are lost. */
  delivered: ReadonlySet<Message['kind']>;
}>;

/**
 * The messages from which all that is chosen comes. The others (heartbeats, refusals, hints of what is chosen) are lost in an
 * exploration, as a network may lose them: they make a cluster live, and end offices early.
 */
export const messagesThatChoose: readonly Message['kind'][] = [
  'phase1a',
  'phase1b',
  'phase2a',
  'phase2b',
  'phase1a-instance',
  'phase1b-instance',
  'any',
  'propose',
];

/** All that can be made to arrive; the rest is about reads. */
export const messageKinds: readonly Message['kind'][] = [
  ...messagesThatChoose,
  'forward',
  'chosen',
  'nack',
  'heartbeat',
  'learn',
];

/**
 * True when nodes keep to the rules, vote in instance 1 alone, and hear nothing but the messages that choose: then most of what they
 * remember and of what was sent can make no difference any more (`node-future.ts`, `spent-messages.ts`).
 */
export function isNarrow({ reduces, instances, delivered }: ExploreScope): boolean {
  return reduces && instances === 1 && [...delivered].every((kind) => messagesThatChoose.includes(kind));
}
