import type { TraceClaims } from '#checker';
import { asValue, decodeCommand, isRound, roundStep } from '#cluster-node';

/** What kind of round decides: 0 classic, 1 fast, 2 the recovery of a fast one. protocol.md 4.2 */
export type DecidingStep = 0 | 1 | 2;

/** The name of the client of the `count`th operation of a time window. Each operation has a client of its own. */
export function clientOf(window: string, count: number): string {
  return `${window}/${count}`;
}

/**
 * How many of the operations that were invoked in `window` some learner counted as chosen in a round of that step. An
 * operation of another window does not count, whenever it was decided: it may have been on its way.
 */
export function decidedOperations(traces: readonly TraceClaims[], step: DecidingStep, window: string): number {
  const clients = new Set<string>();
  for (const event of traces.flatMap(({ events }) => events)) {
    if (event.kind !== 'decided' || !isRound(event.round) || roundStep(event.round) !== step) continue;
    const client = decodeCommand(asValue(event.value))?.client;
    if (client?.startsWith(clientOf(window, 0).slice(0, -1)) === true) clients.add(client);
  }
  return clients.size;
}
