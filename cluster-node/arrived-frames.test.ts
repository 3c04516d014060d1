import { expect, test } from 'vitest';
import { ArrivedFrames } from './arrived-frames.ts';
import { decodeInputs, headLine } from './input-codec.ts';
import { InputLines } from './input-lines.ts';
import type { PeerBundle } from './ports.ts';
import type { ReplicaEvent } from './protocol/effects.ts';
import type { Message } from './protocol/messages.ts';

const messages: readonly Message[] = [1, 2, 3].map((from) => ({ kind: 'learn', from }));
// of another make: with blanks and a line break
const text = JSON.stringify(messages).replaceAll(':', ' : ').replace(',', ',\n');
const bytes = Buffer.from(`before${text}behind`);
const bundle: PeerBundle = { from: 1, messages, frame: { bytes, start: 6, end: 6 + text.length } };
const delivered: readonly ReplicaEvent[] = messages.map((message) => ({ kind: 'message', from: 1, message }));
const before: ReplicaEvent = { kind: 'timer', timer: 'tick' };

test('a frame that was delivered whole is known where it begins, once', () => {
  const arrived = new ArrivedFrames();
  arrived.arrived(bundle);
  expect(arrived.takeAt([before, ...delivered, before], 0)).toBeNull();
  expect(arrived.takeAt([before, ...delivered, before], 1)).toBe(bundle);
  expect(arrived.takeAt([before, ...delivered, before], 1)).toBeNull();
});

test.each<[string, readonly ReplicaEvent[], Partial<PeerBundle>]>([
  ['that lost a message to a full inbox', delivered.toSpliced(1, 1), {}],
  ['of which the rest comes in a later batch', delivered.slice(0, 2), {}],
  ['that ends in a message that is none', delivered, { frame: null }],
])('a frame %s is not', (_, events, changed) => {
  const arrived = new ArrivedFrames();
  arrived.arrived({ ...bundle, ...changed });
  expect(arrived.takeAt(events, 0)).toBeNull();
});

test('a frame is known behind one that was torn apart, and behind messages whose frame is not known', () => {
  const arrived = new ArrivedFrames();
  const others = messages.map((message) => ({ ...message }));
  const next: PeerBundle = { from: 2, messages: others, frame: bundle.frame };
  const nextDelivered: readonly ReplicaEvent[] = others.map((message) => ({ kind: 'message', from: 2, message }));
  arrived.arrived(bundle);
  arrived.arrived(next);
  expect(arrived.takeAt(delivered.slice(0, 2), 0)).toBeNull();
  const rest = [...delivered.slice(2), before, ...nextDelivered];
  expect([0, 1, 2].map((at) => arrived.takeAt(rest, at))).toEqual([null, null, next]);
});

test('what is read back is the same, whether the bytes were known or made once more', () => {
  const events = [before, ...delivered, before];
  const times = { nowMs: 1, wallMs: 2, checksum: 3, failure: null };
  const arrived = new ArrivedFrames();
  arrived.arrived(bundle);
  for (const known of [arrived, null]) {
    const lines = new InputLines();
    lines.add(headLine({ node: 'n1', incarnation: 1 }));
    lines.addBatch(0, events, times, known);
    const frame = lines.takeFrame();
    expect(frame.includes(text)).toBe(known !== null);
    expect(decodeInputs(frame)?.batches).toEqual([{ ...times, events }]);
  }
});
