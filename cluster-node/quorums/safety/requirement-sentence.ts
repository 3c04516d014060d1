import { membersOf, nodeNames } from '../systems/nodes.ts';
import type { QuorumSystem } from '../systems/system.ts';
import type { ExaminedRequirement } from './examine-quorums.ts';
import type { Meeting } from './smallest-meeting.ts';

/**
 * A requirement for people, with the numbers that decide it: `L + R > N: 8 + 3 = 11 > 10` where there are sizes, else what
 * the quorums have in common, or which have nothing in common.
 */
export function requirementSentence(
  name: ExaminedRequirement['name'],
  phase1Of: QuorumSystem,
  phase2Of: QuorumSystem,
  meeting: Meeting,
): string {
  const sum = sumOf(name, phase1Of, phase2Of);
  if (sum === null) return meetingText(name, phase2Of, meeting);
  const { text, holds, isExact } = sum;
  if (isExact || (holds && meeting.kind !== 'apart')) return text;
  return `${text}; ${meetingText(name, phase2Of, meeting)}`;
}

type Sum = Readonly<{ text: string; holds: boolean; isExact: boolean }>;

/** The inequality; null when the systems have no sizes. For weights it is enough, but not necessary. */
function sumOf(name: ExaminedRequirement['name'], phase1Of: QuorumSystem, phase2Of: QuorumSystem): Sum | null {
  const one = sizesOf(phase1Of);
  const other = sizesOf(phase2Of);
  if (one === null || other === null || one.letter !== other.letter) return null;
  const { letter, total } = other;
  const { phase1 } = one;
  const { classic, fast } = other;
  const sum = (rule: string, terms: string, left: number, right: number): Sum => {
    const holds = left > right;
    return {
      text: `${rule}: ${terms} = ${left} ${holds ? '>' : 'is not >'} ${right}`,
      holds,
      isExact: letter === 'N',
    };
  };
  if (name === 'phase-1 meets classic') {
    return sum(`L + R > ${letter}`, `${phase1} + ${classic}`, phase1 + classic, total);
  }
  if (fast === null) return null;
  return name === 'two fast meet'
    ? sum(`2F > ${letter}`, `2*${fast}`, 2 * fast, total)
    : sum(`L + 2F > 2${letter}`, `${phase1} + 2*${fast}`, phase1 + 2 * fast, 2 * total);
}

type Sizes = Readonly<{ letter: 'N' | 'W'; total: number; phase1: number; classic: number; fast: number | null }>;

function sizesOf(system: QuorumSystem): Sizes | null {
  if (system.kind !== 'cardinality' && system.kind !== 'weighted') return null;
  const { phase1, classic, fast } = system;
  const sizes = { phase1, classic, fast };
  return system.kind === 'cardinality'
    ? { letter: 'N', total: system.nodes, ...sizes }
    : { letter: 'W', total: system.weights.reduce((sum, weight) => sum + weight, 0), ...sizes };
}

function meetingText(name: ExaminedRequirement['name'], system: QuorumSystem, meeting: Meeting): string {
  switch (meeting.kind) {
    case 'apart': {
      const nodes = nodeNames(system);
      const sets = meeting.quorums.map((quorum) => `{${membersOf(quorum, nodes).join(', ')}}`);
      return `${sets.slice(0, -1).join(', ')} and ${sets.at(-1) ?? ''} have no node in common`;
    }
    case 'meet':
      return `${quorumsOf[name]} have ${atLeast(meeting.members)} in common`;
    case 'undecided':
      return `gave up after ${meeting.steps} steps on whether ${quorumsOf[name]} have a node in common; allow more steps`;
  }
}

const quorumsOf: Readonly<Record<ExaminedRequirement['name'], string>> = {
  'phase-1 meets classic': 'every phase-1 quorum and every classic quorum',
  'phase-1 meets two fast': 'every phase-1 quorum and any two fast quorums',
  'two fast meet': 'any two fast quorums',
};

function atLeast(members: number | null): string {
  if (members === null) return 'a node';
  return members === 1 ? 'at least 1 node' : `at least ${members} nodes`;
}
