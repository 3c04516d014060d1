import { assertNever } from '#foundation';
import type { CardinalitySetting } from '#quorums';
import type { Fault } from '../ports/index.ts';

/**
 * What the quorum sizes say about success while a fault is in force. `must`: enough nodes live, hear each other and
 * are heard by clients to elect a leader and to choose. `cannot`: no coordinator reaches the members of any phase-2
 * quorum, or no client reaches a node. `may`: everything between, for example a ring, where a leader is possible but others keep
 * deposing it.
 */
export type ProgressPrediction = 'must' | 'may' | 'cannot';

/** Predicts progress under `fault` on the cluster `nodes` with the quorums of `setting`. Pure. */
export function predictProgress(
  fault: Fault,
  nodes: readonly string[],
  setting: CardinalitySetting,
): ProgressPrediction {
  const { live, hears, clientsReach } = viewUnder(fault, nodes);
  const mutual = (a: string, b: string): boolean => a === b || (hears(a, b) && hears(b, a));
  const reachable = live.filter(clientsReach);
  if (reachable.length === 0) return 'cannot';

  const enough = Math.max(setting.phase1, setting.classic);
  if (
    reachable.some((node) =>
      hasClique(
        [node],
        live.filter((other) => other !== node),
        enough,
        mutual,
      ),
    )
  )
    return 'must';

  const smallestPhase2 = Math.min(setting.classic, setting.fast ?? setting.classic);
  const widest = Math.max(...live.map((coordinator) => live.filter((other) => mutual(coordinator, other)).length));
  return widest < smallestPhase2 ? 'cannot' : 'may';
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

/** Whether `members` can be filled up from `candidates` to `size` nodes that all hear each other. */
function hasClique(
  members: readonly string[],
  candidates: readonly string[],
  size: number,
  mutual: (a: string, b: string) => boolean,
): boolean {
  if (members.length >= size) return true;
  const fitting = candidates.filter((candidate) => members.every((member) => mutual(member, candidate)));
  if (members.length + fitting.length < size) return false;
  return fitting.some((next, index) => hasClique([...members, next], fitting.slice(index + 1), size, mutual));
}
