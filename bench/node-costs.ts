import type { NodeStatus } from '#cluster-node';

/** What a node did, or does per second or per decision: messages and bytes between nodes, and processor time. */
export type NodeCosts = Readonly<{
  sentMessages: number;
  receivedMessages: number;
  sentBytes: number;
  receivedBytes: number;
  cpuMs: number;
}>;

/** What a node did between two answers to `/status`. */
export function costsBetween(before: CountedStatus, after: CountedStatus): NodeCosts {
  return combine(costsSoFar(before), costsSoFar(after), (one, other) => other - one);
}

/** `costs` without what the node does for as long anyway, when nobody asks for anything; per decision. */
export function costsPerDecision(
  costs: NodeCosts,
  background: Readonly<{ costs: NodeCosts; timesAsLong: number }>,
  decisions: number,
): NodeCosts {
  const { timesAsLong } = background;
  return combine(costs, background.costs, (all, idle) => (all - idle * timesAsLong) / decisions);
}

export function sumOfCosts(costs: readonly NodeCosts[]): NodeCosts {
  return costs.reduce((sum, one) => combine(sum, one, (left, right) => left + right), noCosts);
}

export function meanCosts(costs: readonly NodeCosts[]): NodeCosts {
  return combine(sumOfCosts(costs), noCosts, (sum) => sum / costs.length);
}

type CountedStatus = Pick<NodeStatus, 'traffic' | 'cpuMs'>;

const noCosts: NodeCosts = { sentMessages: 0, receivedMessages: 0, sentBytes: 0, receivedBytes: 0, cpuMs: 0 };

function costsSoFar({ traffic, cpuMs }: CountedStatus): NodeCosts {
  return { ...traffic, cpuMs };
}

function combine(one: NodeCosts, other: NodeCosts, of: (one: number, other: number) => number): NodeCosts {
  return {
    sentMessages: of(one.sentMessages, other.sentMessages),
    receivedMessages: of(one.receivedMessages, other.receivedMessages),
    sentBytes: of(one.sentBytes, other.sentBytes),
    receivedBytes: of(one.receivedBytes, other.receivedBytes),
    cpuMs: of(one.cpuMs, other.cpuMs),
  };
}
