import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFrame, FrameError, FrameReader } from './framing.ts';

describe('a frame reader', () => {
  test('gives back every message, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(64), { minLength: 1 }),
        (messages, cuts) => {
          const stream = Buffer.concat(messages.map(encodeFrame));
          const reader = new FrameReader(1 << 20);
          const read: unknown[] = [];
          for (let at = 0, turn = 0; at < stream.length; turn += 1) {
            const sizeBytes = (cuts[turn % cuts.length] ?? 0) + 1;
            read.push(...reader.push(stream.subarray(at, at + sizeBytes)));
            at += sizeBytes;
          }
          // through JSON, which has no -0
          expect(read).toEqual(messages.map((message): unknown => JSON.parse(JSON.stringify(message))));
        },
      ),
    );
  });

  test('gives a message with its last byte and not before', () => {
    const frame = encodeFrame({ text: 'ä' });
    const reader = new FrameReader(64);
    for (const byte of frame.subarray(0, -1)) expect(reader.push(Buffer.from([byte]))).toEqual([]);
    expect(reader.push(frame.subarray(-1))).toEqual([{ text: 'ä' }]);
  });

  test('refuses a frame over the limit by its length alone, and takes one at the limit', () => {
    const frame = encodeFrame('x'.repeat(10));
    expect(new FrameReader(12).push(frame)).toHaveLength(1);
    expect(() => new FrameReader(11).push(frame.subarray(0, 4))).toThrow(FrameError);
    expect(() => new FrameReader(1 << 20).push(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow('over the limit');
  });

  test('tells how much of an unfinished frame it holds', () => {
    const frame = encodeFrame('hello');
    const reader = new FrameReader(64);
    reader.push(Buffer.concat([frame, frame.subarray(0, 5)]));
    expect(reader.heldBytes).toBe(5);
    reader.push(frame.subarray(5));
    expect(reader.heldBytes).toBe(0);
  });

  test.each(['', '{', 'nonsense', '\u0000'])('refuses a frame of %j, which is not JSON', (text) => {
    const payload = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(payload.length);
    expect(() => new FrameReader(64).push(Buffer.concat([length, payload]))).toThrow(FrameError);
  });
});
