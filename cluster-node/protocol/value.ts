import type { Brand } from '#foundation';
import type { Round } from './round.ts';

/**
 * What acceptors vote for. The protocol compares values and never looks into them; the state machine reads them. The
 * empty one is the no-op, which fills an instance that nobody needs.
 */
export type Value = Brand<string, 'Value'>;

export const noOp: Value = '' as Value;

/** An acceptor's vote: the highest round that it voted in, and what for. */
export type Vote = Readonly<{ round: Round; value: Value }>;

/** Takes a string that came from a client, a message or a file for a value. */
export function asValue(text: string): Value {
  return text as Value;
}
