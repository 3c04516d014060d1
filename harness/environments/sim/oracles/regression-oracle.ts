import { type JournalRecord, roundWords } from '#cluster-node';
import type { DurableMemory } from './durable-memory.ts';
import { valueText } from './value-text.ts';
import { OracleViolation } from './violation.ts';

/**
 * What a node has promised and voted never goes back, restarts included: no promise below one before it, no vote below a
 * promise, no second vote in one round of an instance, and whoever starts again knows all of it. protocol.md 2.1.
 *
 * @param memory what was on disk before `record`
 * @param names of the nodes, in the order of their numbers
 * @throws OracleViolation when `record` of `node`, which is durable, goes behind it
 */
export function judgeRegression(
  node: string,
  record: JournalRecord,
  memory: DurableMemory,
  names: readonly string[],
): void {
  const objection = objectionTo(record, memory, names);
  if (objection !== null) throw new OracleViolation('regression', `${node} ${objection}`);
}

function objectionTo(record: JournalRecord, memory: DurableMemory, names: readonly string[]): string | null {
  switch (record.kind) {
    case 'began':
      return memory.hasBegun(record.round) ? `begins ${roundWords(record.round, names)}, for the second time` : null;
    case 'promise':
      if (record.round > memory.promised) return null;
      return `promises ${roundWords(record.round, names)}, after ${roundWords(memory.promised, names)}`;
    case 'promise-instance': {
      const { instance, round } = record;
      if (memory.isForgotten(instance) || round >= memory.promisedIn(instance)) return null;
      return `promises ${roundWords(round, names)}, for instance ${instance}, after ${roundWords(memory.promisedIn(instance), names)}`;
    }
    case 'vote':
      return memory.isForgotten(record.instance) ? null : objectionToVote(record, memory, names);
    case 'start':
      if (record.promised !== memory.promised) {
        return `starts again with the promise of ${roundWords(record.promised, names)}, and had promised ${roundWords(memory.promised, names)}`;
      }
      if (record.votes >= memory.votedInstances) return null;
      return `starts again with the votes of ${record.votes} instances and had voted in ${memory.votedInstances}`;
    case 'chosen':
      return null;
  }
}

function objectionToVote(
  { instance, round, value }: Extract<JournalRecord, { kind: 'vote' }>,
  memory: DurableMemory,
  names: readonly string[],
): string | null {
  for (const vote of memory.votesIn(instance)) {
    if (vote.round !== round) continue;
    const again = vote.value === value ? 'again' : `after ${valueText(vote.value)}`;
    return `votes for ${valueText(value)} in instance ${instance}, in ${roundWords(round, names)}, ${again}`;
  }
  const promised = memory.promisedIn(instance);
  return round >= promised
    ? null
    : `votes for ${valueText(value)} in instance ${instance}, in ${roundWords(round, names)}, after ${roundWords(promised, names)}`;
}
