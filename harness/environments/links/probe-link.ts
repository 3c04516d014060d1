import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../until.ts';
import type { LinkObservation } from './cuttable-links.ts';
import type { LinkProxy } from './link-proxy.ts';

const quietMs = 200;
const decisionTimeoutMs = 2_000;

/**
 * Dials the link as its sender does and watches it for 200 ms. Cut: the dialled connection was turned away, and
 * meanwhile no connection was let in and no byte passed on any other. Undecided: the attempt came to no end in time.
 */
export async function probeLink(link: Pick<LinkProxy, 'address' | 'counters'>): Promise<LinkObservation> {
  const before = link.counters;
  const socket = connect(link.address);
  let isTurnedAway = false;
  socket.on('error', () => {}); // whatever ended it, `close` follows
  socket.on('close', () => {
    isTurnedAway = true;
  });
  const isAdmitted = (): boolean => link.counters.admitted > before.admitted;
  try {
    await delay(quietMs);
    const isDecided = await until(() => isTurnedAway || isAdmitted(), { timeoutMs: decisionTimeoutMs });
    if (isAdmitted() || link.counters.passedBytes > before.passedBytes) return 'passes';
    return isDecided ? 'cut' : 'undecided';
  } finally {
    socket.destroy();
  }
}
