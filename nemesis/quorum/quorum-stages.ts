import { assertNever } from '#foundation';
import type { Fault, FaultStage } from '#ports';
import { grudgeLinks, grudgeOf } from '../grudge.ts';
import { type NamedQuorums, without } from './named-quorums.ts';
import { cutOff, quorumPartition } from './quorum-cuts.ts';
import type { QuorumMoment } from './quorum-moment.ts';
import { type QuorumChoice, quorumChoiceText } from './quorum-variant.ts';
import { tightStages } from './tight-stages.ts';

/** What `choice` does to a cluster with these quorums, stage by stage; null when they leave no room for it. Pure. */
export function quorumStages(
  choice: QuorumChoice,
  quorums: NamedQuorums,
  moment: QuorumMoment,
): readonly FaultStage[] | null {
  const { nodes } = quorums;
  const others = without(moment.order, [moment.leader]);
  const around = (members: readonly string[]): readonly FaultStage[] =>
    lasting(choice, quorumPartition(choice.variant, cutOff(nodes, members)));
  switch (choice.variant) {
    case 'crash':
      return crash(choice, quorums, moment);
    case 'lose-phase1': {
      if (!quorums.has('fast')) return null;
      const members = quorums.smallest('fast', nodes, others);
      return quorums.hold('leader-change', members) ? null : around(members);
    }
    case 'lose-fast': {
      const members = quorums.smallest('collision-recovery', nodes, others);
      return !quorums.has('fast') || quorums.hold('fast', members) ? null : around(members);
    }
    case 'keep-classic': {
      const members = quorums.smallest('classic', nodes, others);
      return quorums.hold('leader-change', members) || quorums.hold('fast', members) ? null : around(members);
    }
    case 'collide':
      return collide(choice, quorums, moment);
    case 'bridge':
      return bridge(choice, quorums, moment);
    case 'tight-classic':
    case 'tight-fast':
      return tightStages(choice.variant, quorums, moment);
    default:
      return assertNever(choice);
  }
}

/** The members that `path` can do without, in an order that puts the leader first or last; `excess` of the others as well. */
function crash(
  choice: Extract<QuorumChoice, { variant: 'crash' }>,
  quorums: NamedQuorums,
  { leader, order }: QuorumMoment,
): readonly FaultStage[] | null {
  if (!quorums.has(choice.path)) return null;
  const others = without(order, [leader]);
  // The members that quorums share are hit before the others.
  const common = sharedByAll(quorums, others);
  const victimsFirst = [...common, ...without(others, common)];
  const candidates = choice.withLeader ? [leader, ...victimsFirst] : [...victimsFirst, leader];
  const living = quorums.smallest(choice.path, quorums.nodes, candidates);
  const oneMore = candidates.filter((node) => living.includes(node)).slice(0, choice.excess);
  const down = without(quorums.nodes, without(living, oneMore));
  if (down.length === 0 || down.includes(leader) !== choice.withLeader) return null;
  return lasting(choice, { kind: 'kill', nodes: down });
}

/** The members of a phase-1 quorum and of two phase-2 quorums that were chosen to share few. protocol.md 3.1. */
function sharedByAll(quorums: NamedQuorums, order: readonly string[]): readonly string[] {
  const path = quorums.has('fast') ? 'fast' : 'classic';
  const smallest = (wanted: 'leader-change' | 'fast' | 'classic', spared: readonly string[]): readonly string[] =>
    quorums.smallest(wanted, quorums.nodes, spared);
  const first = smallest(path, order);
  const second = smallest(path, [...order.filter((node) => first.includes(node)), ...without(order, first)]);
  const both = first.filter((node) => second.includes(node));
  const reading = smallest('leader-change', [...order.filter((node) => both.includes(node)), ...without(order, both)]);
  return order.filter((node) => both.includes(node) && reading.includes(node));
}

/** Everybody hears the leader; the proposals of each of two other homes reach a fast quorum of their own. */
function collide(
  choice: QuorumChoice,
  quorums: NamedQuorums,
  { leader, order }: QuorumMoment,
): readonly FaultStage[] | null {
  const { nodes } = quorums;
  const [one, two] = without(order, [leader]);
  if (!quorums.has('fast') || one === undefined || two === undefined) return null;
  const first = quorums.smallest('fast', nodes, without(order, [leader, one]));
  const second = quorums.smallest('fast', nodes, [
    ...without(first, [leader, two]),
    ...without(order, [...first, leader, two]),
  ]);
  const grudge = grudgeOf(
    nodes.map((node) => [
      node,
      [...(first.includes(node) ? [] : [one]), ...(second.includes(node) ? [] : [two])].filter((from) => from !== node),
    ]),
  );
  return grudgeLinks(grudge).length === 0 ? null : lasting(choice, quorumPartition(choice.variant, grudge));
}

function bridge(
  choice: QuorumChoice,
  quorums: NamedQuorums,
  { leader, order }: QuorumMoment,
): readonly FaultStage[] | null {
  const { nodes } = quorums;
  const others = without(order, [leader]);
  const voters = quorums.smallestWith('classic', leader, others);
  if (voters === null) return null;
  const votersFirst = [...voters.filter((node) => node !== leader), leader, ...without(others, voters)];
  const reporters = quorums.smallest('leader-change', nodes, votersFirst);
  const [left, right] = [without(nodes, voters), without(voters, reporters)];
  if (left.length === 0 || right.length === 0) return null;
  const grudge = grudgeOf(nodes.map((node) => [node, left.includes(node) ? right : right.includes(node) ? left : []]));
  return lasting(choice, quorumPartition(choice.variant, grudge));
}

function lasting(choice: QuorumChoice, fault: Fault): readonly FaultStage[] {
  return [{ name: quorumChoiceText(choice), faults: [fault], forMs: null }];
}
