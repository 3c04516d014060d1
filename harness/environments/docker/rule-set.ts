import { clientsSender } from '#nemesis';
import { nodePorts } from './node-ports.ts';

export type RuleSetRequest = Readonly<{
  /** Address of each peer of the node. */
  peers: Readonly<Record<string, string>>;
  /** Whose messages the node does not get: peers, or `clients`. */
  cutSenders: readonly string[];
}>;

/** How many packets of one sender came through to a node, and how many were dropped on the way. */
export type LinkCounters = Readonly<{ passed: number; dropped: number }>;

/**
 * The whole packet filter of one node, for `iptables-restore`. Every link to the node has a rule that counts what passes;
 * a cut link has one before it that drops what comes in, and one that drops what goes back on the same connections, so
 * that they are silent both ways. The connections that the node itself dials are other links and are not touched.
 */
export function ruleSet({ peers, cutSenders }: RuleSetRequest): string {
  const links = [
    ...Object.entries(peers).map(([sender, address]) => ({ sender, address, port: nodePorts.peer })),
    { sender: clientsSender, address: null, port: nodePorts.client },
  ];
  const rules = links.flatMap(({ sender, address, port }) => {
    const incoming = `-A INPUT${address === null ? '' : ` -s ${address}`} -p tcp --dport ${port}`;
    const outgoing = `-A OUTPUT${address === null ? '' : ` -d ${address}`} -p tcp --sport ${port}`;
    const passes = `${incoming} -m comment --comment passed:${sender} -j ACCEPT`;
    if (!cutSenders.includes(sender)) return [passes];
    return [`${incoming} -m comment --comment dropped:${sender} -j DROP`, `${outgoing} -j DROP`, passes];
  });
  const chains = ['INPUT', 'FORWARD', 'OUTPUT'].map((chain) => `:${chain} ACCEPT [0:0]`);
  return `${['*filter', ...chains, ...rules, 'COMMIT'].join('\n')}\n`;
}

/** The counters per sender in what `iptables-save --counters` prints; of a sender without rules there are none. */
export function linkCounters(saved: string): ReadonlyMap<string, LinkCounters> {
  const counters = new Map<string, { passed: number; dropped: number }>();
  const pattern = /^\[(?<packets>\d+):\d+\] -A INPUT .*--comment "?(?<what>passed|dropped):(?<sender>[^"\s]+)"?/gm;
  for (const { groups } of saved.matchAll(pattern)) {
    const { packets, what, sender = '' } = groups ?? {};
    const link = counters.get(sender) ?? { passed: 0, dropped: 0 };
    link[what === 'passed' ? 'passed' : 'dropped'] += Number(packets);
    counters.set(sender, link);
  }
  return counters;
}
