import { assertNever } from '#foundation';
import type { Fault, FaultStage, Grudge } from '#ports';
import { completeGrudge, cutClients, grudgeLinks, grudgeOf } from '../grudge.ts';
import { type NamedQuorums, without } from './named-quorums.ts';
import { type QuorumChoice, quorumChoiceText } from './quorum-variant.ts';
import { type TightSets, tightSets } from './tight-sets.ts';

/** Who leads at the moment of the injection, and the order in which nodes are taken where the quorums leave a choice. */
export type QuorumMoment = Readonly<{ leader: string; order: readonly string[] }>;

/** What `choice` does to a cluster with these quorums, stage by stage; null when they leave no room for it. Pure. */
export function quorumStages(
  choice: QuorumChoice,
  quorums: NamedQuorums,
  moment: QuorumMoment,
): readonly FaultStage[] | null {
  const { nodes } = quorums;
  const others = without(moment.order, [moment.leader]);
  const around = (members: readonly string[]): readonly FaultStage[] =>
    lasting(choice, partition(choice, cutOff(nodes, members)));
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
      return tightClassic(choice, quorums, moment);
    case 'tight-fast':
      return tightFast(choice, quorums, moment);
    default:
      return assertNever(choice);
  }
}

/** Long enough for what the others were sent before, and too brief for the leader to open a fast round again. */
const exactQuorumMs = 100;
/** Less than any election timeout: a node that sleeps for so long wakes as a follower. */
const asleepMs = 120;
const untilClassicMs = 2_000;
/** Long enough for what its clients asked before. */
const clientlessMs = 20;
/** Less than an election timeout: nobody misses the leader yet. */
const muteMs = 150;

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
  return grudgeLinks(grudge).length === 0 ? null : lasting(choice, partition(choice, grudge));
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
  return lasting(choice, partition(choice, grudge));
}

/**
 * While one voter that the next leader will hear sleeps, the others vote and nothing is decided; it is woken when
 * nobody hears the leader any more, votes for all that waits for it, and the leader decides alone. With few voters the
 * leader could not end a fast round any more, so first only the leader hears what is proposed, until it gives up fast
 * rounds by itself.
 */
function tightClassic(choice: QuorumChoice, quorums: NamedQuorums, moment: QuorumMoment): readonly FaultStage[] | null {
  const { nodes } = quorums;
  const sets = tightSets(quorums, 'classic', moment);
  const sleeper = sets?.shared.at(-1);
  if (sets === null || sleeper === undefined) return null;
  const exact = partition(choice, cutOff(nodes, sets.voters));
  const star = partition(choice, starAround(nodes, moment.leader));
  return [
    ...(quorums.has('fast') && nodes.length > 2
      ? [
          {
            name: 'only the leader hears proposals',
            faults: [star],
            forMs: untilClassicMs,
            untilRound: 'classic',
          } as const,
        ]
      : []),
    { name: 'an exact classic quorum', faults: [exact], forMs: exactQuorumMs },
    { name: 'one voter sleeps', faults: [exact, { kind: 'pause', nodes: [sleeper] }], forMs: asleepMs },
    untoldStage(choice, nodes, sets),
  ];
}

/**
 * In a fast round voters need no word from the leader: until they miss it, decisions pile up that it tells to nobody. No
 * client reaches it meanwhile: what only it heard would put its votes out of step with those of the others.
 */
function tightFast(choice: QuorumChoice, quorums: NamedQuorums, moment: QuorumMoment): readonly FaultStage[] | null {
  const { nodes } = quorums;
  const sets = tightSets(quorums, 'fast', moment);
  if (sets === null) return null;
  const outside = cutOff(nodes, sets.voters);
  const muted = grudgeOf(
    nodes.map((node) => [
      node,
      [...(outside[node] ?? []), ...(sets.voters.includes(node) && node !== moment.leader ? [moment.leader] : [])],
    ]),
  );
  const clientless = partition(choice, cutClients([moment.leader]));
  return [
    { name: 'no client reaches the leader', faults: [clientless], forMs: clientlessMs },
    { name: 'an exact fast quorum, the leader mute', faults: [clientless, partition(choice, muted)], forMs: muteMs },
    untoldStage(choice, nodes, sets),
  ];
}

function untoldStage(choice: QuorumChoice, nodes: readonly string[], sets: TightSets): FaultStage {
  const faults = [partition(choice, untold(nodes, sets))];
  return { name: 'an exact phase-1 quorum', faults, forMs: null, untilLedBy: sets.reporters };
}

/** The reporters hear each other and nobody else; the other voters hear them, and everybody else hears nobody. */
function untold(nodes: readonly string[], { voters, reporters }: TightSets): Grudge {
  const heardBy = (node: string): readonly string[] => {
    if (reporters.includes(node)) return reporters;
    return voters.includes(node) ? voters : [node];
  };
  return grudgeOf(nodes.map((node) => [node, without(nodes, heardBy(node)).filter((from) => from !== node)]));
}

function starAround(nodes: readonly string[], centre: string): Grudge {
  return grudgeOf(nodes.map((node) => [node, node === centre ? [] : without(nodes, [node, centre])]));
}

/** `members` and the others do not hear each other. */
function cutOff(nodes: readonly string[], members: readonly string[]): Grudge {
  return completeGrudge([members, without(nodes, members)]);
}

function partition({ variant }: QuorumChoice, grudge: Grudge): Fault {
  return { kind: 'partition', variant, grudge };
}

function lasting(choice: QuorumChoice, fault: Fault): readonly FaultStage[] {
  return [{ name: quorumChoiceText(choice), faults: [fault], forMs: null }];
}
