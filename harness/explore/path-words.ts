import { type Message, roundWords } from '#cluster-node';
import { valueWords } from '../message-diagram/value-words.ts';
import type { PathStep } from './explore.ts';
import type { LocalEvent } from './local-event.ts';

/** The way to a violation, one event to a line. */
export function pathWords(path: readonly PathStep[], names: readonly string[]): readonly string[] {
  return path.map(({ node, event }, place) => {
    const words = eventWords(event, names);
    return `${String(place + 1).padStart(3)}  ${names[node] ?? node} ${words}`;
  });
}

function eventWords(event: LocalEvent, names: readonly string[]): string {
  switch (event.kind) {
    case 'deliver':
      return `gets ${event.arrivals.map(({ from, message }) => `${messageWords(message, names)} from ${names[from] ?? from}`).join(', ')}`;
    case 'begin-round':
      return `begins a ${event.roundKind} round`;
    case 'recover':
      return `is asked to recover instance ${event.instance}`;
    case 'command':
      return 'is asked for its command by a client';
    case 'crash':
      return 'crashes and starts again';
    case 'crash-within':
      return `${eventWords(event.event, names)}, and crashes in batch ${event.batches + 1} of what follows, with ${event.frames} frames on disk`;
  }
}

function messageWords(message: Message, names: readonly string[]): string {
  const round = 'round' in message ? ` of ${roundWords(message.round, names)}` : '';
  const instance = 'instance' in message ? `, instance ${message.instance}` : '';
  const value = 'value' in message ? `: ${valueWords(message.value)}` : '';
  return `${message.kind}${round}${instance}${value}${reportWords(message, names)}`;
}

function reportWords(message: Message, names: readonly string[]): string {
  if (message.kind !== 'phase1b') return '';
  const votes = message.votes.map(
    ([instance, round, value]) => `${instance} in ${roundWords(round, names)}: ${valueWords(value)}`,
  );
  return votes.length === 0 ? ' (no votes)' : ` (voted in ${votes.join('; ')})`;
}
