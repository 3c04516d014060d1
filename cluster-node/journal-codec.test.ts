import { describe, expect, test } from 'vitest';
import { decodeJournal, decodeJournalFrame, encodeJournalFrame, JournalDamage } from './journal-codec.ts';
import type { JournalRecord } from './protocol/records.ts';
import { roundOf } from './protocol/round.ts';

const round = roundOf(2, 1, 0);
const frames: readonly (readonly JournalRecord[])[] = [
  [{ kind: 'start', node: 'n1', incarnation: 1, promised: 0, votes: 0 }],
  [
    { kind: 'began', round },
    { kind: 'promise', round },
    { kind: 'promise-instance', instance: 7, round },
  ],
  [
    { kind: 'vote', instance: 7, round, value: 'BPJ1 "ä"\u0000' },
    { kind: 'chosen', instance: 7, value: '' },
  ],
];
const encoded = frames.map((records, index) => encodeJournalFrame(index + 1, records));
const journal = Buffer.concat(encoded);
const last = encoded.at(-1) ?? Buffer.alloc(0);

describe('a journal', () => {
  test('gives back every record in order', () => {
    expect(decodeJournal(journal)).toEqual({
      records: frames.flat(),
      goodBytes: journal.length,
      tornBytes: 0,
      frames: 3,
    });
  });

  test('may be empty', () => {
    expect(decodeJournal(Buffer.alloc(0))).toEqual({ records: [], goodBytes: 0, tornBytes: 0, frames: 0 });
  });

  test('torn at any byte of its last frame is good up to that frame', () => {
    const goodBytes = journal.length - last.length;
    for (let tornBytes = 0; tornBytes < last.length; tornBytes += 1) {
      expect(decodeJournal(journal.subarray(0, goodBytes + tornBytes))).toEqual({
        records: frames.slice(0, -1).flat(),
        goodBytes,
        tornBytes,
        frames: 2,
      });
    }
  });

  test('with any byte of its last frame changed is good up to that frame', () => {
    for (let at = journal.length - last.length; at < journal.length; at += 1) {
      expect(decodeJournal(withFlippedByte(at))).toMatchObject({ frames: 2, tornBytes: last.length });
    }
  });

  test('with any byte of an earlier frame changed is damaged', () => {
    for (let at = 0; at < journal.length - last.length; at += 1) {
      expect(() => decodeJournal(withFlippedByte(at)), `byte ${at}`).toThrow(JournalDamage);
    }
  });

  test('with any one bit of an earlier frame changed is damaged', () => {
    for (let bit = 0; bit < 8 * (journal.length - last.length); bit += 1) {
      expect(() => decodeJournal(withFlippedByte(Math.floor(bit / 8), 1 << (bit % 8))), `bit ${bit}`).toThrow(
        JournalDamage,
      );
    }
  });

  test.each([
    ['the first frame is missing', [1, 2]],
    ['a frame in the middle is missing', [0, 2]],
    ['a frame is there twice', [0, 1, 1, 2]],
    ['frames have changed places', [1, 0, 2]],
  ])('is damaged when %s', (_case, order) => {
    expect(() => decodeJournal(Buffer.concat(order.map((index) => encoded[index] ?? last)))).toThrow(JournalDamage);
  });

  test('is damaged when a whole frame holds what no version wrote', () => {
    const unknown: readonly unknown[] = [{ kind: 'vote', instance: 0, round, value: 'x' }];
    expect(() => decodeJournal(encodeJournalFrame(1, unknown as readonly JournalRecord[]))).toThrow('no version wrote');
  });

  test('says where it is damaged', () => {
    expect(() => decodeJournal(withFlippedByte(0))).toThrow(
      `bytes 0 to ${(encoded[0] ?? last).length - 1} are bad, and good records follow`,
    );
  });
});

test('a frame alone gives back its records, and is refused with anything around it', () => {
  expect(decodeJournalFrame(last)).toEqual(frames.at(-1));
  expect(() => decodeJournalFrame(Buffer.concat([last, Buffer.alloc(1)]))).toThrow(JournalDamage);
  expect(() => decodeJournalFrame(last.subarray(1))).toThrow(JournalDamage);
});

function withFlippedByte(at: number, mask = 0xff): Buffer {
  const changed = Buffer.from(journal);
  changed[at] = (changed[at] ?? 0) ^ mask;
  return changed;
}
