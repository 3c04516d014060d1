import { asValue, decodeCommand } from '#cluster-node';
import type { Contender } from './message-schedule.ts';

/** The register that both want to set first: from nothing to `x`, and from nothing to `y`. At most one may succeed. */
export const contestedKey = 'contested';

/** Among values with equally many votes a coordinator takes the smallest, which is to be that of y. */
const clients: Readonly<Record<Contender, string>> = { y: 'first-y', x: 'second-x' };

/** The name of the client that asks for the contender's command. */
export function contenderNamed(contender: Contender): string {
  return clients[contender];
}

/** Whose command `value` is, from a message or a record; null: neither's. */
export function contenderOf(value: unknown): Contender | null {
  if (typeof value !== 'string') return null;
  const client = decodeCommand(asValue(value))?.client;
  if (client === clients.x) return 'x';
  return client === clients.y ? 'y' : null;
}
