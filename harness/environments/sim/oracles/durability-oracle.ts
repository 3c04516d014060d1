import { type Message, roundWords } from '#cluster-node';
import type { DurableMemory } from './durable-memory.ts';
import { valueText } from './value-text.ts';
import { OracleViolation } from './violation.ts';

const stepsOfOwner = 4;

/**
 * Nothing leaves a node before what it relies on is on its disk: a 1b its promise, a 2b its vote, a 1a, a 2a and an ANY
 * that their round was begun. What a node tells itself is no exception. protocol.md 2.2.
 *
 * @param names of the nodes, in the order of their numbers
 * @throws OracleViolation when `message` of `node`, which is leaving, relies on something that is not in `memory`
 */
export function judgeDurability(node: string, message: Message, memory: DurableMemory, names: readonly string[]): void {
  const missing = missingFor(message, memory, names);
  if (missing === null) return;
  throw new OracleViolation('durability', `${node} sends ${message.kind} before this is on its disk: ${missing}`);
}

function missingFor(message: Message, memory: DurableMemory, names: readonly string[]): string | null {
  switch (message.kind) {
    case 'phase1a':
    case 'phase1a-instance':
    case 'phase2a':
    case 'any': {
      const begun = message.round - (message.round % stepsOfOwner);
      return memory.hasBegun(begun) ? null : `that it began ${roundWords(begun, names)}`;
    }
    case 'phase1b':
      return memory.promised >= message.round ? null : `its promise of ${roundWords(message.round, names)}`;
    case 'phase1b-instance': {
      const { instance, round } = message;
      if (memory.isForgotten(instance) || memory.promisedIn(instance) >= round) return null;
      return `its promise of ${roundWords(round, names)}, for instance ${instance}`;
    }
    case 'phase2b': {
      const { instance, round, value } = message;
      if (memory.isForgotten(instance)) return null;
      for (const vote of memory.votesIn(instance)) if (vote.round === round && vote.value === value) return null;
      return `its vote for ${valueText(value)} in instance ${instance}, in ${roundWords(round, names)}`;
    }
    case 'nack':
    case 'propose':
    case 'forward':
    case 'chosen':
    case 'learn':
    case 'heartbeat':
    case 'heartbeat-ack':
    case 'read-request':
    case 'read-index':
    case 'confirm':
    case 'confirmation':
    case 'lease-request':
    case 'lease-grant':
      return null; // nothing on disk has to vouch for these
  }
}
