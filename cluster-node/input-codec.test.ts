import { describe, expect, test } from 'vitest';
import {
  decodeInputs,
  encodeInputFrame,
  endLine,
  fullLine,
  headLine,
  type InputBatch,
  InputsDamage,
} from './input-codec.ts';
import { InputLines } from './input-lines.ts';
import type { ReplicaEvent } from './protocol/effects.ts';
import { roundOf } from './protocol/round.ts';
import { asValue } from './protocol/value.ts';

const self = 1;
const round = roundOf(2, 0, 1);
const message = { kind: 'phase2b', round, instance: 7, value: asValue('{"ä":"\ud800\\n"}\n') } as const;
const events: readonly ReplicaEvent[] = [
  { kind: 'start' },
  { kind: 'message', from: 0, message },
  { kind: 'message', from: self, message },
  { kind: 'command', value: asValue('"') },
  { kind: 'timer', timer: 'tick' },
  { kind: 'begin-round', roundKind: 'fast' },
  { kind: 'recover', instance: 3 },
  { kind: 'rounds-by-timeouts' },
  { kind: 'pace', electionTimeoutMs: 412.7 },
];
const times: Omit<InputBatch, 'events'> = {
  nowMs: 0.1 + 0.2,
  wallMs: 1_795_000_000_123,
  checksum: 0xffffffff,
  failure: null,
};
const head = headLine({ node: 'n2', incarnation: 3 });
const lines = new InputLines();

/** One frame with a batch between `before` and `behind`. */
function frameWith(before: string | null, batch: readonly ReplicaEvent[], behind: string | null, of = times): Buffer {
  if (before !== null) lines.add(before);
  lines.addBatch(self, batch, of, null);
  if (behind !== null) lines.add(behind);
  return Buffer.from(lines.takeFrame());
}

const first = frameWith(head, events, null);
const second = frameWith(null, events, endLine);

describe('recorded inputs', () => {
  test('come back as they were, own messages as a mark', () => {
    const batch = {
      ...times,
      events: events.with(2, { kind: 'start' }).map((event, at) => (at === 2 ? 'own message' : event)),
    };
    expect(decodeInputs(Buffer.concat([first, second]))).toEqual({
      node: 'n2',
      incarnation: 3,
      batches: [batch, batch],
      end: 'whole',
      tornBytes: 0,
    });
  });

  test('say what a replica broke with, and that the record was full', () => {
    const decoded = decodeInputs(frameWith(head, [{ kind: 'start' }], fullLine, { ...times, failure: 'Error: "no"' }));
    expect(decoded).toMatchObject({ end: 'full', batches: [{ failure: 'Error: "no"' }] });
  });

  test('end before a torn tail, wherever it was torn', () => {
    for (let kept = 1; kept < second.length; kept += 1) {
      const decoded = decodeInputs(Buffer.concat([first, second.subarray(0, kept)]));
      expect(decoded).toMatchObject({ end: 'cut', tornBytes: kept });
      expect(decoded?.batches).toHaveLength(1);
    }
  });

  test('without a whole frame are none', () => {
    expect(decodeInputs(Buffer.alloc(0))).toBeNull();
    expect(decodeInputs(first.subarray(0, -1))).toBeNull();
  });

  test('with a changed byte that more follows are damaged', () => {
    const changed = Buffer.concat([first, second]);
    changed[20] = (changed[20] ?? 0) ^ 1;
    expect(() => decodeInputs(changed)).toThrow(InputsDamage);
  });

  test.each([
    ['another version', '{"version":2,"node":"n2","incarnation":3}'],
    ['another version and its line breaks', '{"version":2,"node":"n2","incarnation":3}\n[1,2,3,[0]]'],
    ['no line of a life', '[]'],
    ['no JSON', 'hello'],
  ])('that open with %s are not understood', (_, opening) => {
    expect(() => decodeInputs(encodeInputFrame([opening]))).toThrow(InputsDamage);
  });

  test.each([
    ['1,2,3'],
    ['[1,2,3]'],
    ['[1,2,3,[1]]'],
    ['[1,2,3,[[0,{"kind":"phase2b"}]]]'],
    ['[1,2,3,[{"kind":"timer","timer":"tock"}]]'],
    ['[1,2,3,[{"kind":"pace"}]]'],
    ['[1,2,3,[],4]'],
  ])('that no node was given are damaged: %s', (wrong) => {
    expect(() => decodeInputs(encodeInputFrame([head, wrong]))).toThrow(InputsDamage);
  });
});
