import { assertNever } from '#foundation';
import type { ClockMode, Rng } from '#ports';
import type { QuorumFamily } from '#quorums';
import { clockVariantModes, clockVariants } from './clock.ts';
import { Deck } from './deck.ts';
import { drawFaultPlan, type FaultChoice, type FaultPlan } from './fault-plan.ts';
import { FaultPlanError } from './fault-plan-error.ts';
import type { FaultSpec } from './fault-spec.ts';
import { isAimed, type PartitionVariant, partitionShapes, partitionVariants } from './partition.ts';
import { NamedQuorums } from './quorum/named-quorums.ts';
import { quorumDeck } from './quorum/quorum-deck.ts';
import { type Target, target } from './target.ts';

/** One window: what is injected `atMs` after the schedule began, and healed `healAfterMs` later. Plain data. */
export type FaultStep = Readonly<{ atMs: number; healAfterMs: number; plan: FaultPlan }>;

export type ScheduleRequest = Readonly<{
  specs: readonly FaultSpec[];
  nodes: readonly string[];
  timeLimitMs: number;
  /** Length of a window: the fault holds for its first half. */
  intervalMs: number;
  /** In which mode the nodes' clocks are: clock faults that need another are not dealt; null or absent: none is. */
  clockMode?: ClockMode | null;
  /** The quorums of `nodes`, in their order, for faults along quorums; null or absent: none is dealt. */
  quorums?: QuorumFamily | null;
  rng: Rng;
}>;

/**
 * Draws the whole schedule: one window per interval, entries, shapes and targets dealt from shuffled decks, so that
 * each entry comes at least once. The first fault of each kind spares a majority where the entry permits it, so that
 * even a short run sees operations succeed in a window of that kind.
 * @throws FaultPlanError when there are fewer windows than entries
 */
export function planSchedule(request: ScheduleRequest): readonly FaultStep[] {
  const { specs, nodes, intervalMs, clockMode = null, quorums = null, rng } = request;
  const cluster = {
    nodeCount: nodes.length,
    clockMode,
    quorums: quorums === null ? null : new NamedQuorums(nodes, quorums),
  };
  if (specs.length === 0) return [];
  const windowCount = countWindows(request);
  const specDeck = new Deck(specs, rng.fork('specs'));
  const choiceDecks = new Map(
    specs.map((spec, place) => [spec, choiceDeck(spec, cluster, rng.fork(`choices-${place}`))]),
  );
  const targetRng = rng.fork('targets');
  return Array.from({ length: windowCount }, (_, window) => {
    const spec = specDeck.deal();
    const choice = choiceDecks.get(spec)?.deal() ?? refuse(spec, nodes.length);
    return {
      atMs: window * intervalMs,
      healAfterMs: intervalMs / 2,
      plan: drawFaultPlan(choice, nodes, targetRng),
    };
  });
}

function countWindows({ specs, timeLimitMs, intervalMs }: ScheduleRequest): number {
  const windowCount = Math.floor(timeLimitMs / intervalMs);
  if (windowCount < specs.length) {
    throw new FaultPlanError(
      `${timeLimitMs / 1000} s hold ${windowCount} windows of ${intervalMs / 1000} s, too few for ` +
        `${specs.length} faults (${specs.map((spec) => spec.text).join(', ')}); raise --time-limit to ` +
        `${(specs.length * intervalMs) / 1000} s or lower --nemesis-interval.`,
    );
  }
  return windowCount;
}

/** What of a cluster decides which shapes of a fault can be done to it. */
type ClusterShape = Readonly<{ nodeCount: number; clockMode: ClockMode | null; quorums: NamedQuorums | null }>;

function choiceDeck(spec: FaultSpec, cluster: ClusterShape, rng: Rng): Pick<Deck<FaultChoice>, 'deal'> {
  if (spec.kind === 'quorum') return quorumDeck(spec.variants, cluster.quorums, rng) ?? refuse(spec, cluster.nodeCount);
  const choices = choicesOf(spec, cluster);
  if (choices.length === 0) refuse(spec, cluster.nodeCount);
  const mild = choices.filter(isMild);
  return new Deck(choices, rng, mild.length > 0 ? mild : choices);
}

function refuse(spec: FaultSpec, nodeCount: number): never {
  throw new FaultPlanError(`"${spec.text}" cannot be done to a cluster of ${nodeCount}.`);
}

function choicesOf(
  spec: Exclude<FaultSpec, { kind: 'quorum' }>,
  { nodeCount, clockMode }: ClusterShape,
): readonly FaultChoice[] {
  const { kind } = spec;
  switch (kind) {
    case 'partition':
      return partitionChoices(spec, nodeCount);
    case 'clock':
      return (spec.variants ?? clockVariants)
        .filter((variant) => clockVariantModes[variant] === clockMode)
        .flatMap((variant) => nodeTargets(spec.target).map((target) => ({ kind, variant, target })));
    case 'kill':
    case 'pause':
      return nodeTargets(spec.target).map((target) => ({ kind, target }));
    default:
      return assertNever(kind);
  }
}

function nodeTargets(fixed: Target | null): readonly Target[] {
  return fixed === null ? words('one', 'minority', 'leader', 'majority', 'all') : [fixed];
}

function partitionChoices(spec: Extract<FaultSpec, { kind: 'partition' }>, nodeCount: number): readonly FaultChoice[] {
  const allowed = spec.variants ?? partitionVariants;
  return allowed
    .filter((variant) => partitionShapes[variant].nodesMin <= nodeCount)
    .flatMap((variant) => variantChoices(variant, spec.target));
}

function variantChoices(variant: PartitionVariant, fixed: Target | null): readonly FaultChoice[] {
  if (!isAimed(variant)) return fixed === null ? [{ kind: 'partition', variant, target: null }] : [];
  const targets = fixed === null ? words('one', 'minority', 'leader') : [fixed];
  return targets.map((target) => ({ kind: 'partition', variant, target }));
}

/** Leaves a majority that hears each other, and disturbs more than the clients' way. */
function isMild(choice: FaultChoice): boolean {
  if (choice.kind === 'partition') {
    return choice.variant !== 'random-halves' && choice.variant !== 'clients';
  }
  if (choice.kind === 'clock' || choice.kind === 'quorum') return true;
  return choice.target.kind === 'node' || !['majority', 'all'].includes(choice.target.word);
}

function words(...list: Parameters<typeof target>[0][]): readonly Target[] {
  return list.map(target);
}
