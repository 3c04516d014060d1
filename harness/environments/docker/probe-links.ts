import { connect } from 'node:net';
import { clientsSender, type Link } from '#nemesis';
import { until } from '../../until.ts';
import type { LinkObservation } from '../links/cuttable-links.ts';
import type { DialOutcome } from './holder/protocol.ts';
import type { LinkFilter } from './link-filter.ts';
import { nodePorts } from './node-ports.ts';
import type { LinkCounters } from './rule-set.ts';

const quietMs = 250;
const decisionTimeoutMs = 2_000;

/**
 * Dials each link as its sender does and watches the packets that come in over it for a quarter of a second. Cut: no
 * packet passed, of this connection or any other, the dial got no answer, and what it sent was counted as dropped.
 * Undecided: nothing was seen to pass and nothing to be dropped.
 */
export async function probeLinks(links: readonly Link[], filter: LinkFilter): Promise<readonly LinkObservation[]> {
  const before = await countersOf(links, filter);
  const dials = await Promise.all(links.map((link) => dialLink(link, filter)));
  let seen: readonly LinkObservation[] = [];
  await until(
    async () => {
      const after = await countersOf(links, filter);
      seen = links.map((_, index) => observation(dials[index], before[index], after[index]));
      return !seen.includes('undecided');
    },
    { timeoutMs: decisionTimeoutMs, everyMs: 50 },
  );
  return seen;
}

function observation(
  dial: DialOutcome | undefined,
  before: LinkCounters | undefined,
  after: LinkCounters | undefined,
): LinkObservation {
  if (dial === 'connected' || dial === 'refused') return 'passes';
  if (before === undefined || after === undefined) return 'undecided';
  if (after.passed > before.passed) return 'passes';
  return after.dropped > before.dropped ? 'cut' : 'undecided';
}

/** Of each link, in order; undefined where the receiver has no rule for it. */
async function countersOf(links: readonly Link[], filter: LinkFilter): Promise<readonly (LinkCounters | undefined)[]> {
  const receivers = [...new Set(links.map(({ to }) => to))];
  const counters = new Map(
    await Promise.all(receivers.map(async (node) => [node, await filter.holderOf(node).counters()] as const)),
  );
  return links.map(({ from, to }) => counters.get(to)?.get(from));
}

async function dialLink({ from, to }: Link, filter: LinkFilter): Promise<DialOutcome> {
  const receiver = filter.holderOf(to);
  if (from !== clientsSender) return filter.holderOf(from).dial(receiver.address, nodePorts.peer, quietMs);
  await knock(receiver.ports.client);
  return 'silent'; // the engine itself accepts on the published port, so only packets tell
}

/** Opens a connection to a published port and closes it when the time is over. */
async function knock(port: number): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => {}); // what came of it is seen in the counters
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, quietMs);
  await promise;
  socket.destroy();
}
