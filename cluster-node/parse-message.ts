import type { ChosenEntry, Message, VoteEntry } from './protocol/messages.ts';
import { isRound, noRound, type Round, roundKind } from './protocol/round.ts';
import { asValue, type Value, type Vote } from './protocol/value.ts';

/** Instances beyond this are nonsense: at a million decisions a second it is reached after 142 years. */
const instanceMax = 2 ** 52;
const entriesMax = 100_000;

/** The message that `received` is, or null when it is none: what a peer sends is believed only after this. */
export function parseMessage(received: unknown): Message | null {
  if (typeof received !== 'object' || received === null) return null;
  const fields = received as Record<string, unknown>;
  const { kind, round, instance, from, next, value } = fields;
  switch (kind) {
    case 'phase1a':
      return isSomeRound(round) && isInstance(from) ? { kind, round, from } : null;
    case 'phase1b':
      return parsePhase1b(fields);
    case 'phase1a-instance':
      return isSomeRound(round) && isInstance(instance) ? { kind, round, instance } : null;
    case 'phase1b-instance': {
      const vote = parseVote(fields['vote']);
      return isSomeRound(round) && isInstance(instance) && vote !== undefined ? { kind, round, instance, vote } : null;
    }
    case 'nack': {
      const { promised } = fields;
      return isSomeRound(round) && isSomeRound(promised) ? { kind, round, promised } : null;
    }
    case 'phase2a':
    case 'phase2b':
      return isSomeRound(round) && isInstance(instance) && isValue(value) ? { kind, round, instance, value } : null;
    case 'any':
      return isSomeRound(round) && roundKind(round) === 'fast' && isInstance(from) && isInstance(next)
        ? { kind, round, from, next }
        : null;
    case 'propose':
      return isValue(value) && isInstance(next) ? { kind, value, next } : null;
    case 'forward':
      return isValue(value) ? { kind, value } : null;
    case 'chosen': {
      const entries = parseList(fields['entries'], parseChosenEntry);
      if (entries === null || !isInstance(next)) return null;
      return fields['vouched'] === true ? { kind, entries, next, vouched: true } : { kind, entries, next };
    }
    case 'learn':
      return isInstance(from) ? { kind, from } : null;
    case 'heartbeat': {
      const { chosenThrough, settled } = fields;
      if (!isSomeRound(round) || !isInstance(next) || !isCount(chosenThrough)) return null;
      if (settled === undefined) return { kind, round, next, chosenThrough };
      return isCount(settled) ? { kind, round, next, chosenThrough, settled } : null;
    }
    case 'heartbeat-ack': {
      const { chosenThrough, recorded } = fields;
      if (!isSomeRound(round) || !isCount(chosenThrough)) return null;
      if (recorded === undefined) return { kind, round, chosenThrough };
      return isCount(recorded) ? { kind, round, chosenThrough, recorded } : null;
    }
    case 'read-request': {
      const { id } = fields;
      return isCount(id) ? { kind, id } : null;
    }
    case 'read-index': {
      const { id } = fields;
      return isCount(id) && isCount(instance) ? { kind, id, instance } : null;
    }
    case 'confirm':
    case 'confirmation': {
      const { sequence } = fields;
      return isRound(round) && isCount(sequence) ? { kind, round, sequence } : null;
    }
    case 'lease-request':
    case 'lease-grant': {
      const { sentAtMs } = fields;
      return isRound(round) && typeof sentAtMs === 'number' && Number.isFinite(sentAtMs)
        ? { kind, round, sentAtMs }
        : null;
    }
    default:
      return null;
  }
}

function parsePhase1b(fields: Record<string, unknown>): Message | null {
  const { round, from, part, parts } = fields;
  const votes = parseList(fields['votes'], parseVoteEntry);
  const chosen = parseList(fields['chosen'], parseChosenEntry);
  if (!isSomeRound(round) || !isInstance(from) || !isCount(part) || !isCount(parts)) return null;
  if (part >= parts || parts > entriesMax || votes === null || chosen === null) return null;
  return { kind: 'phase1b', round, from, part, parts, votes, chosen };
}

function parseList<T>(list: unknown, parseOne: (item: unknown) => T | null): T[] | null {
  if (!Array.isArray(list) || list.length > entriesMax) return null;
  const parsed: T[] = [];
  for (const item of list) {
    const one = parseOne(item);
    if (one === null) return null;
    parsed.push(one);
  }
  return parsed;
}

function parseChosenEntry(item: unknown): ChosenEntry | null {
  if (!Array.isArray(item)) return null;
  const [instance, value]: unknown[] = item;
  return isInstance(instance) && isValue(value) ? [instance, value] : null;
}

function parseVoteEntry(item: unknown): VoteEntry | null {
  if (!Array.isArray(item)) return null;
  const [instance, round, value]: unknown[] = item;
  return isInstance(instance) && isSomeRound(round) && isValue(value) ? [instance, round, value] : null;
}

/** Undefined: neither a vote nor null. */
function parseVote(item: unknown): Vote | null | undefined {
  if (item === null) return null;
  if (typeof item !== 'object') return undefined;
  const { round, value } = item as Record<string, unknown>;
  return isSomeRound(round) && isValue(value) ? { round, value: asValue(value) } : undefined;
}

/** A round that somebody began: nobody promises, votes or reports in «none». */
function isSomeRound(value: unknown): value is Round {
  return isRound(value) && value !== noRound;
}

function isInstance(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= instanceMax;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isValue(value: unknown): value is Value {
  return typeof value === 'string';
}
