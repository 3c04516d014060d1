import { assertNever } from '#foundation';
import type { NodeSet, QuorumFamily } from '#quorums';
import type { Fault } from '../ports/index.ts';

/**
 * What the quorums say about success while a fault is in force. `must`: enough nodes live, hear each other and
 * are heard by clients to elect a leader and to choose. `cannot`: no coordinator reaches the members of any phase-2
 * quorum, or no client reaches a node. `may`: everything between, for example a ring, where a leader is possible but others keep
 * deposing it.
 */
export type ProgressPrediction = 'must' | 'may' | 'cannot';

/** Predicts progress under `fault` on the cluster `nodes`, whose i-th node is bit i in the sets of `family`. Pure. */
export function predictProgress(fault: Fault, nodes: readonly string[], family: QuorumFamily): ProgressPrediction {
  const { live, hears, clientsReach } = viewUnder(fault, nodes);
  const mutual = (a: string, b: string): boolean => a === b || (hears(a, b) && hears(b, a));
  const reachable = live.filter(clientsReach);
  if (reachable.length === 0) return 'cannot';

  const setOf = (members: readonly string[]): NodeSet =>
    members.reduce((set, member) => set | (1 << nodes.indexOf(member)), 0);
  const isEnough = (members: readonly string[]): boolean => {
    const set = setOf(members);
    return family.isPhase1(set) && family.isClassic(set);
  };
  const others = (node: string): readonly string[] => live.filter((other) => other !== node);
  if (reachable.some((node) => hasClique([node], others(node), { isEnough, mutual }))) return 'must';

  const mayChoose = live.some((coordinator) => {
    const heard = setOf(live.filter((other) => mutual(coordinator, other)));
    return family.isClassic(heard) || family.isFast(heard);
  });
  return mayChoose ? 'may' : 'cannot';
}

type View = Readonly<{
  live: readonly string[];
  hears: (receiver: string, sender: string) => boolean;
  clientsReach: (node: string) => boolean;
}>;

function viewUnder(fault: Fault, nodes: readonly string[]): View {
  switch (fault.kind) {
    case 'partition': {
      const hears = (receiver: string, sender: string): boolean => !(fault.grudge[receiver] ?? []).includes(sender);
      return { live: nodes, hears, clientsReach: (node) => hears(node, 'clients') };
    }
    case 'clock': // safety and progress may lean on timeouts, but no quorum on what time it is
      return { live: nodes, hears: () => true, clientsReach: () => true };
    case 'kill':
    case 'pause':
      return {
        live: nodes.filter((node) => !fault.nodes.includes(node)),
        hears: () => true,
        clientsReach: () => true,
      };
    default:
      return assertNever(fault);
  }
}

type CliqueWanted = Readonly<{
  isEnough: (members: readonly string[]) => boolean;
  mutual: (a: string, b: string) => boolean;
}>;

/** Whether `members` can be filled up from `candidates` to a set that is enough and whose nodes all hear each other. */
function hasClique(members: readonly string[], candidates: readonly string[], wanted: CliqueWanted): boolean {
  if (wanted.isEnough(members)) return true;
  const fitting = candidates.filter((candidate) => members.every((member) => wanted.mutual(member, candidate)));
  if (!wanted.isEnough([...members, ...fitting])) return false;
  return fitting.some((next, index) => hasClique([...members, next], fitting.slice(index + 1), wanted));
}
