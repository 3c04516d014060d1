import type { Effect } from '../protocol/effects.ts';
import type { JournalRecord } from '../protocol/records.ts';
import { isRound, roundNumber, roundOwner, roundStep } from '../protocol/round.ts';
import type { CommandOutcome } from '../protocol/state-machine.ts';
import type { TraceEvent } from '../protocol/trace-event.ts';
import { asValue } from '../protocol/value.ts';
import { decodeCommand } from '../state-machine/command.ts';

/** What an effect means to a reader of a story, in a few words that follow the node's name; null: nothing. */
export function describeEffect(effect: Effect): string | null {
  switch (effect.kind) {
    case 'persist':
      return describeRecord(effect.record);
    case 'trace':
      return describeTrace(effect.event);
    case 'answer':
      return `answers its client: ${describeValue(effect.value)} ${describeOutcome(effect.outcome)}`;
    case 'alarm':
      return `alarm: ${effect.message}`;
    case 'send':
      return effect.message.kind === 'nack'
        ? `refuses round ${describeRound(effect.message.round)}, has promised ${describeRound(effect.message.promised)}`
        : null;
    case 'note':
    case 'timer':
      return null;
  }
}

/** A value as a reader writes it: `x=a` for a write, `no-op` for the empty one. */
export function describeValue(text: string): string {
  const operation = decodeCommand(asValue(text))?.operation;
  if (operation?.f === 'write') return `${operation.key}=${String(operation.value)}`;
  return text === '' ? 'no-op' : text;
}

/** `2/n1 fast`: the second round number, of n1, in the step that is fast. */
export function describeRound(number: number): string {
  if (!isRound(number) || number === 0) return 'none';
  const step = ['', ' fast', ' recovery'][roundStep(number)] ?? '';
  return `${roundNumber(number)}/n${roundOwner(number) + 1}${step}`;
}

function describeRecord(record: JournalRecord): string | null {
  switch (record.kind) {
    case 'promise':
      return `promises ${describeRound(record.round)}`;
    case 'promise-instance':
      return `promises ${describeRound(record.round)} for instance ${record.instance}`;
    case 'vote':
      return `votes for ${describeValue(record.value)} in instance ${record.instance}, round ${describeRound(record.round)}`;
    case 'start':
    case 'began':
    case 'chosen':
      return null;
  }
}

function describeTrace(event: TraceEvent): string | null {
  switch (event.kind) {
    case 'round':
      return `${roundVerbs[event.what]} round ${describeRound(event.round)}`;
    case 'pick':
      return (
        `picks ${event.value === null ? 'nothing' : describeValue(event.value)} for instance ${event.instance} in round ` +
        `${describeRound(event.round)} (${event.case}) from ${event.reports.map(describeReport).join(', ')}`
      );
    case 'collision':
      return `sees a ${event.certain ? 'certain' : 'suspected'} collision in instance ${event.instance}`;
    case 'recovery':
      return `recovers instance ${event.instance} in round ${describeRound(event.round)}`;
    case 'decided':
      return `counts ${event.voters.join(' ')}: ${event.roundKind} decision of ${describeValue(event.value)} in instance ${event.instance}`;
    case 'applied':
      return `applies ${describeValue(event.value)} of instance ${event.instance}${event.duplicate ? ', a duplicate' : ''}`;
    case 'alarm':
      return null;
  }
}

const roundVerbs = { began: 'begins', led: 'leads in', deposed: 'gives up', 'opened-fast': 'opens' } as const;

type Report = Extract<TraceEvent, { kind: 'pick' }>['reports'][number];

function describeReport({ from, round, value }: Report): string {
  return value === null ? `${from}: no vote` : `${from}: ${describeValue(value)} in ${describeRound(round)}`;
}

function describeOutcome(outcome: CommandOutcome): string {
  return outcome.kind === 'ok' ? 'is done' : `${outcome.kind} (${outcome.reason})`;
}
