import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asValue, encodeFrame, FrameReader, type Message, parseMessage, peerFrameBytesMax } from '#cluster-node';
import { WireCodec } from './sent-message.ts';

const anyNumber = fc.oneof(
  fc.integer({ min: -2, max: 300 }),
  fc.constantFrom(2 ** 47, 2 ** 53, 1.5, Number.NaN, Number.POSITIVE_INFINITY),
);
const text = fc.string({ unit: 'binary', maxLength: 12 });
const list = fc.array(fc.oneof(fc.tuple(anyNumber, anyNumber, text), fc.tuple(anyNumber, text), anyNumber));
// JSON writes null for a number that is none, and null is a report of no vote: types see to it that no vote is a number
const vote = fc.oneof(fc.constant(null), fc.record({ round: anyNumber, value: text }), fc.integer());
const fields = fc.record(
  {
    round: anyNumber,
    instance: anyNumber,
    from: anyNumber,
    next: anyNumber,
    promised: anyNumber,
    part: anyNumber,
    parts: anyNumber,
    chosenThrough: anyNumber,
    id: anyNumber,
    sequence: anyNumber,
    sentAtMs: anyNumber,
    settled: fc.oneof(anyNumber, fc.constant(undefined)),
    recorded: fc.oneof(anyNumber, fc.constant(undefined)),
    value: fc.oneof(text, fc.constant(undefined), anyNumber),
    vouched: fc.oneof(fc.boolean(), fc.constant(undefined)),
    votes: list,
    chosen: list,
    entries: list,
    vote,
  },
  { requiredKeys: ['round', 'instance', 'from', 'next', 'votes', 'chosen', 'entries'] },
);
const kinds = ['phase1a', 'phase1b', 'phase1a-instance', 'phase1b-instance', 'nack', 'phase2a', 'phase2b', 'any'];
const moreKinds = ['propose', 'forward', 'chosen', 'learn', 'heartbeat', 'heartbeat-ack', 'read-request', 'read-index'];
const readKinds = ['confirm', 'confirmation', 'lease-request', 'lease-grant', 'no such kind'];

test('what a message is parsed as is what its bytes are parsed as, whatever its fields', () => {
  const kind = fc.constantFrom(...kinds, ...moreKinds, ...readKinds);
  fc.assert(
    fc.property(kind, fields, (name, rest) => {
      const message = { ...rest, kind: name };
      const [received] = new FrameReader(peerFrameBytesMax).push(encodeFrame(message));
      expect(parseMessage(message)).toEqual(parseMessage(received));
    }),
    { numRuns: 5_000 },
  );
});

test('a message arrives as it was sent, and messages that say different things have different hashes', () => {
  const wire = new WireCodec();
  const hashes = new Set<number | undefined>();
  const messages = [asValue('x'), asValue('y')].flatMap((value): Message[] => [
    { kind: 'propose', value, next: 1 },
    { kind: 'propose', value, next: 2 },
    { kind: 'forward', value },
    { kind: 'chosen', entries: [[1, value]], next: 2 },
    { kind: 'chosen', entries: [[2, value]], next: 2 },
  ]);
  // long enough for some of them to become bytes
  for (let again = 0; again < 20; again += 1) {
    for (const message of messages) {
      const sent = wire.send(message);
      expect(sent?.message).toEqual(message);
      hashes.add(sent?.hash);
    }
  }
  expect(hashes.size).toBe(messages.length);
});
