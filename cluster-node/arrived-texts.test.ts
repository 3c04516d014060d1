import { expect, test } from 'vitest';
import { ArrivedTexts } from './arrived-texts.ts';
import { batchLine, decodeInputs, encodeInputFrame, headLine } from './input-codec.ts';
import type { PeerBundle } from './ports.ts';
import type { ReplicaEvent } from './protocol/effects.ts';
import type { Message } from './protocol/messages.ts';

const messages: readonly Message[] = [1, 2, 3].map((from) => ({ kind: 'learn', from }));
const text = JSON.stringify(messages).replaceAll(':', ' : ');
const bundle: PeerBundle = { from: 1, messages, text };
const delivered: readonly ReplicaEvent[] = messages.map((message) => ({ kind: 'message', from: 1, message }));
const before: ReplicaEvent = { kind: 'timer', timer: 'tick' };

test('a frame that was delivered whole is given back as it was written, once', () => {
  const arrived = new ArrivedTexts();
  arrived.arrived(bundle);
  expect(arrived.takeAt([before, ...delivered, before], 1)).toEqual({ text, messages: 3 });
  expect(arrived.takeAt([before, ...delivered, before], 1)).toBeNull();
});

test.each<[string, readonly ReplicaEvent[], Partial<PeerBundle>]>([
  ['that lost a message to a full inbox', delivered.toSpliced(1, 1), {}],
  ['of which the rest comes in a later batch', delivered.slice(0, 2), {}],
  ['that ends in a message that is none', delivered, { text: null }],
  ['with a line break in it', delivered, { text: text.replace(',', ',\n') }],
])('a frame %s is not', (_, events, changed) => {
  const arrived = new ArrivedTexts();
  arrived.arrived({ ...bundle, ...changed });
  expect(arrived.takeAt(events, 0)).toBeNull();
});

test('what is read back is the same, whether the text was known or made once more', () => {
  const events = [before, ...delivered, before];
  const times = { nowMs: 1, wallMs: 2, checksum: 3, failure: null };
  const arrived = new ArrivedTexts();
  arrived.arrived(bundle);
  const copied = batchLine(0, events, times, arrived);
  const made = batchLine(0, events, times);
  expect(copied).toContain(text);
  expect(made).not.toContain(text);
  for (const line of [copied, made]) {
    const decoded = decodeInputs(encodeInputFrame([headLine({ node: 'n1', incarnation: 1 }), line]));
    expect(decoded?.batches).toEqual([{ ...times, events }]);
  }
});
