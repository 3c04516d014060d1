import { assertNever, invariant } from '#foundation';
import type { ClockSkew, Fault, FaultKind, QuorumFault, Rng } from '#ports';
import { type ClockVariant, clockFault, drawClockSkew } from './clock.ts';
import { type AimedVariant, aimedGrudge, drawnGrudge, isAimed, type PartitionVariant } from './partition.ts';
import type { NamedQuorums } from './quorum/named-quorums.ts';
import { quorumStages } from './quorum/quorum-stages.ts';
import type { QuorumChoice } from './quorum/quorum-variant.ts';
import { drawVictims, printTarget, type Target } from './target.ts';

/** One disturbance as it is dealt: what, in which shape, on whom; chance has not spoken yet. */
export type FaultChoice =
  | Readonly<{ kind: 'partition'; variant: PartitionVariant; target: Target | null }>
  | Readonly<{ kind: 'clock'; variant: ClockVariant; target: Target }>
  | Readonly<{ kind: 'kill' | 'pause'; target: Target }>
  | Readonly<{ kind: 'quorum'; choice: QuorumChoice }>;

/**
 * One disturbance with everything drawn that can be drawn beforehand. Who leads is known only at the moment of the
 * injection; until then such a fault is a plan on the leader. Plain data: it is printed, stored and replayed.
 */
export type FaultPlan =
  | Readonly<{ on: 'nodes'; target: string | null; fault: Fault }>
  | Readonly<{ on: 'leader'; kind: 'partition'; variant: AimedVariant }>
  | Readonly<{ on: 'leader'; kind: 'clock'; variant: ClockVariant; skew: ClockSkew }>
  | Readonly<{ on: 'leader'; kind: 'kill' | 'pause' }>
  /** `order`: in which nodes are taken where the quorums leave a choice. */
  | Readonly<{ on: 'quorums'; choice: QuorumChoice; order: readonly string[] }>;

/** Draws from `rng` whom `choice` hits, and what it does to each of them. */
export function drawFaultPlan(choice: FaultChoice, nodes: readonly string[], rng: Rng): FaultPlan {
  switch (choice.kind) {
    case 'partition':
      return drawPartition(choice, nodes, rng);
    case 'clock':
      return drawClockFault(choice, nodes, rng);
    case 'kill':
    case 'pause': {
      const { kind, target } = choice;
      const victims = drawVictims(target, nodes, rng);
      if (victims === 'leader') return { on: 'leader', kind };
      return { on: 'nodes', target: printTarget(target), fault: { kind, nodes: victims } };
    }
    case 'quorum':
      return { on: 'quorums', choice: choice.choice, order: rng.shuffled(nodes) };
    default:
      return assertNever(choice);
  }
}

type ChoiceOf<Kind extends FaultKind> = Extract<FaultChoice, { kind: Kind }>;

function drawClockFault({ kind, variant, target }: ChoiceOf<'clock'>, nodes: readonly string[], rng: Rng): FaultPlan {
  const victims = drawVictims(target, nodes, rng);
  if (victims === 'leader') return { on: 'leader', kind, variant, skew: drawClockSkew(variant, rng) };
  const skews = Object.fromEntries(victims.map((node) => [node, drawClockSkew(variant, rng)]));
  return { on: 'nodes', target: printTarget(target), fault: clockFault(variant, skews) };
}

function drawPartition(choice: ChoiceOf<'partition'>, nodes: readonly string[], rng: Rng): FaultPlan {
  const { kind, variant, target } = choice;
  if (!isAimed(variant)) {
    return { on: 'nodes', target: null, fault: { kind, variant, grudge: drawnGrudge(variant, nodes, rng) } };
  }
  invariant(target !== null, 'a shape that is done to a target has one', { choice });
  const victims = drawVictims(target, nodes, rng);
  if (victims === 'leader') return { on: 'leader', kind, variant };
  const grudge = aimedGrudge(variant, nodes, victims);
  return { on: 'nodes', target: printTarget(target), fault: { kind, variant, grudge } };
}

/** The fault that a plan on the leader becomes when `leader` is found to lead. */
export function faultOnLeader(
  plan: Extract<FaultPlan, { on: 'leader' }>,
  nodes: readonly string[],
  leader: string,
): Fault {
  switch (plan.kind) {
    case 'partition':
      return { kind: 'partition', variant: plan.variant, grudge: aimedGrudge(plan.variant, nodes, [leader]) };
    case 'clock':
      return clockFault(plan.variant, { [leader]: plan.skew });
    case 'kill':
    case 'pause':
      return { kind: plan.kind, nodes: [leader] };
    default:
      return assertNever(plan);
  }
}

/** The fault that a plan along quorums becomes when `leader` is found to lead; null when the quorums leave no room for it. */
export function faultOnQuorums(
  { choice, order }: Extract<FaultPlan, { on: 'quorums' }>,
  quorums: NamedQuorums,
  leader: string,
): QuorumFault | null {
  const stages = quorumStages(choice, quorums, { leader, order });
  return stages === null ? null : { kind: 'quorum', variant: choice.variant, stages };
}

/** The kind of fault that `plan` injects. */
export function plannedKind(plan: FaultPlan): FaultKind {
  if (plan.on === 'quorums') return 'quorum';
  return plan.on === 'leader' ? plan.kind : plan.fault.kind;
}
