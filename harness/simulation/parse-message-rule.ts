import type { Message } from '#cluster-node';
import type { JsonReader } from './json-reader.ts';
import { longestMs, type MessagePattern, type MessageRule } from './sim-scenario.ts';

/** Every kind of message, so that a rule for one that there is not is refused. */
const messageKinds: Readonly<Record<Message['kind'], true>> = {
  phase1a: true,
  phase1b: true,
  'phase1a-instance': true,
  'phase1b-instance': true,
  nack: true,
  phase2a: true,
  any: true,
  phase2b: true,
  propose: true,
  forward: true,
  chosen: true,
  learn: true,
  heartbeat: true,
  'heartbeat-ack': true,
  'read-request': true,
  'read-index': true,
  confirm: true,
  confirmation: true,
  'lease-request': true,
  'lease-grant': true,
};

/** @throws ScenarioError */
export function parseMessageRule(reader: JsonReader, nodes: readonly string[]): MessageRule {
  const field = reader.fields(['match', 'action']);
  return { match: parsePattern(field('match'), nodes), action: parseAction(field('action')) };
}

function parsePattern(reader: JsonReader, nodes: readonly string[]): MessagePattern {
  const field = reader.fields(['from', 'to', 'kind', 'round', 'instance', 'writes', 'fromMs', 'untilMs', 'nth']);
  const time = (item: JsonReader): number => item.numberFrom(0, longestMs);
  return withoutAbsent({
    from: field('from').optional((item) => item.oneOf(nodes)),
    to: field('to').optional((item) => item.oneOf(nodes)),
    kind: field('kind').optional((item) => item.oneOf(Object.keys(messageKinds))),
    round: field('round').optional((item) => parseRound(item, nodes)),
    instance: field('instance').optional((item) => item.wholeNumberFrom(1, Number.MAX_SAFE_INTEGER)),
    writes: field('writes').value,
    fromMs: field('fromMs').optional(time),
    untilMs: field('untilMs').optional(time),
    nth: field('nth').optional((item) => item.wholeNumberFrom(1, Number.MAX_SAFE_INTEGER)),
  });
}

function parseRound(reader: JsonReader, nodes: readonly string[]): NonNullable<MessagePattern['round']> {
  const field = reader.fields(['number', 'owner', 'step']);
  return withoutAbsent({
    number: field('number').optional((item) => item.wholeNumberFrom(1, Number.MAX_SAFE_INTEGER)),
    owner: field('owner').optional((item) => item.oneOf(nodes)),
    step: field('step').optional((item) => item.oneOf([0, 1, 2] as const)),
  });
}

function parseAction(reader: JsonReader): MessageRule['action'] {
  const kinds = ['pass', 'drop', 'hold', 'delay', 'repeat'] as const;
  const kind = reader.fields(['kind', 'untilMs', 'byMs', 'afterMs'])('kind').oneOf(kinds);
  switch (kind) {
    case 'pass':
    case 'drop':
      reader.fields(['kind']);
      return { kind };
    case 'hold':
      return { kind, untilMs: reader.fields(['kind', 'untilMs'])('untilMs').numberFrom(0, longestMs) };
    case 'delay':
      return { kind, byMs: reader.fields(['kind', 'byMs'])('byMs').numberFrom(0, longestMs) };
    case 'repeat':
      return { kind, afterMs: reader.fields(['kind', 'afterMs'])('afterMs').numberFrom(0, longestMs) };
  }
}

type Present<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function withoutAbsent<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
