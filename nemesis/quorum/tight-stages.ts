import type { FaultStage, Grudge } from '#ports';
import { cutClients, grudgeOf } from '../grudge.ts';
import { handOverStages } from './hand-over-stages.ts';
import { type NamedQuorums, without } from './named-quorums.ts';
import { cutOff, quorumPartition } from './quorum-cuts.ts';
import type { QuorumMoment } from './quorum-moment.ts';
import { type TightSets, tightSets } from './tight-sets.ts';

type TightVariant = 'tight-classic' | 'tight-fast';

/**
 * How a decision by exactly a phase-2 quorum is told to nobody and left for exactly a phase-1 quorum to find. Where the
 * quorums leave no room for it around the leader, another one leads first. Null when they leave none around anybody. Pure.
 */
export function tightStages(
  variant: TightVariant,
  quorums: NamedQuorums,
  { leader, order }: QuorumMoment,
): readonly FaultStage[] | null {
  const path = variant === 'tight-classic' ? 'classic' : 'fast';
  const stagesAround = variant === 'tight-classic' ? tightClassic : tightFast;
  for (const candidate of [leader, ...without(order, [leader])]) {
    const sets = tightSets(quorums, path, { leader: candidate, order });
    const stages = sets === null ? null : stagesAround(quorums, candidate, sets);
    if (stages === null) continue;
    return candidate === leader ? stages : [...handOverStages(candidate, quorums.nodes, path), ...stages];
  }
  return null;
}

/** Long enough for what the others were sent before, and too brief for the leader to open a fast round again. */
const exactQuorumMs = 100;
/** Less than any election timeout: a node that sleeps for so long wakes as a follower. */
const asleepMs = 120;
const untilClassicMs = 2_000;
/** Long enough for what its clients asked before. */
const clientlessMs = 20;
/** Less than an election timeout: nobody misses the leader yet. Few clients are left to ask for anything meanwhile. */
const muteMs = 220;

/**
 * While one voter that the next leader will hear sleeps, the others vote and nothing is decided; it is woken when
 * nobody hears the leader any more, votes for all that waits for it, and the leader decides alone. With few voters the
 * leader could not end a fast round any more, so first nothing is decided in one, until it gives them up by itself.
 */
function tightClassic(quorums: NamedQuorums, leader: string, sets: TightSets): readonly FaultStage[] | null {
  const { nodes } = quorums;
  const sleeper = sets.shared.at(-1);
  if (sleeper === undefined) return null; // quorums that are not safe
  const exact = quorumPartition('tight-classic', cutOff(nodes, sets.voters));
  return [
    ...(quorums.has('fast') && nodes.length > 2 ? [noFastDecisionStage(quorums, leader)] : []),
    { name: 'an exact classic quorum', faults: [exact], forMs: exactQuorumMs },
    { name: 'one voter sleeps', faults: [exact, { kind: 'pause', nodes: [sleeper] }], forMs: asleepMs },
    untoldStage('tight-classic', nodes, sets),
  ];
}

/**
 * In a fast round voters need no word from the leader: until they miss it, decisions pile up that it tells to nobody. No
 * client reaches it meanwhile: what only it heard would put its votes out of step with those of the others.
 */
function tightFast({ nodes }: NamedQuorums, leader: string, sets: TightSets): readonly FaultStage[] {
  const outside = cutOff(nodes, sets.voters);
  const muted = grudgeOf(
    nodes.map((node) => [
      node,
      [...(outside[node] ?? []), ...(sets.voters.includes(node) && node !== leader ? [leader] : [])],
    ]),
  );
  const clientless = quorumPartition('tight-fast', cutClients([leader]));
  return [
    { name: 'no client reaches the leader', faults: [clientless], forMs: clientlessMs },
    {
      name: 'an exact fast quorum, the leader mute',
      faults: [clientless, quorumPartition('tight-fast', muted)],
      forMs: muteMs,
    },
    untoldStage('tight-fast', nodes, sets),
  ];
}

function untoldStage(variant: TightVariant, nodes: readonly string[], sets: TightSets): FaultStage {
  const faults = [quorumPartition(variant, untold(nodes, sets))];
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

/** The others hear the leader and not each other, and no client reaches a node from where a fast quorum hears it even so. */
function noFastDecisionStage(quorums: NamedQuorums, leader: string): FaultStage {
  const { nodes } = quorums;
  const star = grudgeOf(nodes.map((node) => [node, node === leader ? [] : without(nodes, [node, leader])]));
  const heardByMany = nodes.filter((node) => node === leader || quorums.hold('fast', [leader, node]));
  const faults = [quorumPartition('tight-classic', star), quorumPartition('tight-classic', cutClients(heardByMany))];
  return { name: 'no fast decision', faults, forMs: untilClassicMs, untilRound: 'classic' };
}
