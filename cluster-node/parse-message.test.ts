import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMessage } from './parse-message.ts';
import type { Message } from './protocol/messages.ts';
import { roundOf } from './protocol/round.ts';
import { asValue } from './protocol/value.ts';

const round = roundOf(3, 1, 0);
const fast = roundOf(3, 1, 1);
const value = asValue('x');

/** One message of each kind; the type makes a new kind a compile error here. */
const examples: { readonly [Kind in Message['kind']]: Extract<Message, { kind: Kind }> } = {
  phase1a: { kind: 'phase1a', round, from: 1 },
  phase1b: {
    kind: 'phase1b',
    round,
    from: 1,
    part: 0,
    parts: 2,
    votes: [[1, fast, value]],
    chosen: [[1, value]],
  },
  'phase1a-instance': { kind: 'phase1a-instance', round, instance: 7 },
  'phase1b-instance': { kind: 'phase1b-instance', round, instance: 7, vote: { round: fast, value } },
  nack: { kind: 'nack', round, promised: fast },
  phase2a: { kind: 'phase2a', round, instance: 7, value },
  any: { kind: 'any', round: fast, from: 2, next: 5 },
  phase2b: { kind: 'phase2b', round, instance: 7, value },
  propose: { kind: 'propose', value, next: 5 },
  forward: { kind: 'forward', value },
  chosen: { kind: 'chosen', entries: [[7, asValue('')]], next: 8 },
  learn: { kind: 'learn', from: 4 },
  heartbeat: { kind: 'heartbeat', round, next: 5, chosenThrough: 0 },
  'heartbeat-ack': { kind: 'heartbeat-ack', round, chosenThrough: 4 },
  'read-request': { kind: 'read-request', id: 1 },
  'read-index': { kind: 'read-index', id: 1, instance: 7 },
  confirm: { kind: 'confirm', round, sequence: 3 },
  confirmation: { kind: 'confirmation', round, sequence: 3 },
  'lease-request': { kind: 'lease-request', round, sentAtMs: 12.5 },
  'lease-grant': { kind: 'lease-grant', round, sentAtMs: 12.5 },
};

const messages: readonly Message[] = [
  ...Object.values(examples),
  { kind: 'phase1b-instance', round, instance: 7, vote: null },
];

describe('parsing a message', () => {
  test.each(messages)('$kind comes through a socket as it is', (message) => {
    expect(parseMessage(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });

  test.each(messages)('$kind without one of its fields is no message', (message) => {
    for (const field of Object.keys(message)) {
      expect([field, parseMessage({ ...message, [field]: undefined })]).toEqual([field, null]);
    }
  });

  test.each<[string, unknown]>([
    ['a round that none is', { ...examples.phase2a, round: 0 }],
    ['a step that does not exist', { ...examples.phase2a, round: round + 3 }],
    ['an instance below 1', { ...examples.phase2a, instance: 0 }],
    ['an instance beyond counting', { ...examples.phase2a, instance: 2 ** 53 - 1 }],
    ['a value that is no text', { ...examples.phase2a, value: { text: 'x' } }],
    ['ANY in a classic round', { ...examples.any, round }],
    ['a part behind the last', { ...examples.phase1b, part: 2 }],
    ['a vote that is none', { ...examples.phase1b, votes: [[1, fast]] }],
    ['a report of a vote in no round', { ...examples['phase1b-instance'], vote: { round: 0, value } }],
    ['a kind that does not exist', { ...examples.phase2a, kind: 'phase3a' }],
  ])('%s makes it no message', (_case, message) => {
    expect(parseMessage(message)).toBeNull();
  });

  test('junk is null and never a throw', () => {
    fc.assert(
      fc.property(fc.anything(), (junk) => {
        expect(parseMessage(junk)).toBeNull();
      }),
    );
  });

  test('a message with a field of junk is null or a message, and never a throw', () => {
    const example = fc.constantFrom(...messages);
    fc.assert(
      fc.property(example, fc.nat(), fc.jsonValue(), (message, index, junk) => {
        const fields = Object.keys(message);
        const field = fields[index % fields.length] ?? 'kind';
        const parsed = parseMessage({ ...message, [field]: junk });
        expect(parsed === null ? null : parseMessage(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
      }),
    );
  });
});
