import { type JournalRecord, type Message, roundWords, type TraceEvent } from '#cluster-node';
import { valueWords } from './value-words.ts';

const listedMax = 3;

/** What a message says. protocol.md 2.1. */
export function messageWords(message: Message, names: readonly string[]): string {
  const inRound = (round: number): string => roundWords(round, names);
  switch (message.kind) {
    case 'phase1a':
      return `1a ${inRound(message.round)}, from instance ${message.from}`;
    case 'phase1b': {
      const votes = message.votes.map(
        ([instance, round, value]) => `${instance}: ${valueWords(value)} in ${inRound(round)}`,
      );
      const chosen = message.chosen.map(([instance, value]) => `${instance}: ${valueWords(value)}`);
      return `1b ${inRound(message.round)}${listed('; voted', votes)}${listed('; chosen', chosen)}${votes.length + chosen.length === 0 ? '; no votes' : ''}`;
    }
    case 'phase1a-instance':
      return `1a ${inRound(message.round)}, instance ${message.instance} alone`;
    case 'phase1b-instance': {
      const { vote, instance } = message;
      const voted = vote === null ? 'no vote' : `voted ${valueWords(vote.value)} in ${inRound(vote.round)}`;
      return `1b ${inRound(message.round)}, instance ${instance}: ${voted}`;
    }
    case 'nack':
      return `nack of ${inRound(message.round)}: promised ${inRound(message.promised)}`;
    case 'phase2a':
      return `2a ${inRound(message.round)}, instance ${message.instance}: ${valueWords(message.value)}`;
    case 'any':
      return `2a ${inRound(message.round)}, from instance ${message.from}: ANY`;
    case 'phase2b':
      return `2b ${inRound(message.round)}, instance ${message.instance}: ${valueWords(message.value)}`;
    case 'propose':
      return `proposes ${valueWords(message.value)}`;
    case 'forward':
      return `forwards ${valueWords(message.value)}`;
    case 'chosen':
      return `tells${
        listed(
          '',
          message.entries.map(([instance, value]) => `${instance}: ${valueWords(value)} is chosen`),
        ) || ' of nothing chosen'
      }`;
    case 'learn':
      return `asks what is chosen from instance ${message.from} on`;
    case 'heartbeat':
      return `heartbeat, ${inRound(message.round)}, chosen through ${message.chosenThrough}`;
    case 'heartbeat-ack':
      return `answers the heartbeat, chosen through ${message.chosenThrough}`;
    case 'read-request':
      return 'asks up to where to read';
    case 'read-index':
      return `read at instance ${message.instance}`;
    case 'confirm':
      return `asks whether ${inRound(message.round)} is still promised`;
    case 'confirmation':
      return `confirms ${inRound(message.round)}`;
    case 'lease-request':
      return `asks for a lease, ${inRound(message.round)}`;
    case 'lease-grant':
      return `grants a lease, ${inRound(message.round)}`;
  }
}

/** What a node tells about its decisions; null: it is shown by what follows from it. */
export function traceWords(told: TraceEvent, names: readonly string[]): string | null {
  switch (told.kind) {
    case 'round':
      return `${roundEvents[told.what]} ${roundWords(told.round, names)}`;
    case 'pick': {
      const picked = told.value === null ? 'nothing' : valueWords(told.value);
      return `picks ${picked} for instance ${told.instance} (${told.case}: ${reportsWords(told.reports, names)})`;
    }
    case 'collision':
      return `sees a collision in instance ${told.instance}${told.certain ? '' : ', perhaps'}`;
    case 'recovery':
      return `recovers instance ${told.instance} in ${roundWords(told.round, names)}`;
    case 'decided':
      return `CHOSEN in instance ${told.instance}: ${valueWords(told.value)}, by ${told.voters.join(', ')} in ${roundWords(told.round, names)}`;
    case 'applied':
      return told.duplicate
        ? `leaves out ${valueWords(told.value)} in instance ${told.instance}: it was executed before`
        : null;
    case 'alarm':
      return `ALARM: ${told.message}`;
  }
}

/** `n1, n3 x=1 (c1.1) in round 1 of n1; n2 none`: who reports the same is named together. */
function reportsWords(reports: Extract<TraceEvent, { kind: 'pick' }>['reports'], names: readonly string[]): string {
  const reporters = new Map<string, string[]>();
  for (const { from, round, value } of reports) {
    const vote = value === null ? 'none' : `${valueWords(value)} in ${roundWords(round, names)}`;
    reporters.set(vote, [...(reporters.get(vote) ?? []), from]);
  }
  return [...reporters].map(([vote, from]) => `${from.join(', ')} ${vote}`).join('; ');
}

const roundEvents = {
  began: 'begins',
  led: 'leads in',
  deposed: 'is deposed in',
  'opened-fast': 'opens',
} as const;

/** What a sync has made durable; null: nothing that others rely on. */
export function recordsWords(records: readonly JournalRecord[], names: readonly string[]): string | null {
  const words = records.flatMap((record): string[] => {
    switch (record.kind) {
      case 'start':
      case 'chosen':
        return [];
      case 'began':
        return [`its ${roundWords(record.round, names)}`];
      case 'promise':
        return [`promise of ${roundWords(record.round, names)}`];
      case 'promise-instance':
        return [`promise of ${roundWords(record.round, names)} in instance ${record.instance}`];
      case 'vote':
        return [
          `vote in instance ${record.instance}: ${valueWords(record.value)} in ${roundWords(record.round, names)}`,
        ];
    }
  });
  return words.length === 0 ? null : `on disk: ${some(words)}`;
}

function listed(before: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${before} ${some(items)}`;
}

function some(items: readonly string[]): string {
  const more = items.length - listedMax;
  return `${items.slice(0, listedMax).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
