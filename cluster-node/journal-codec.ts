import { crc32 } from 'node:zlib';
import { parseRecord } from './parse-record.ts';
import type { JournalRecord } from './protocol/records.ts';
import { recordBytes } from './record-bytes.ts';

/**
 * A journal is a file of frames. A frame is one append, made durable by one sync: magic (4 bytes), number of the frame
 * from 1 (6 bytes), length of the payload (4 bytes), CRC-32 of number, length and payload (4 bytes), all big endian,
 * then the payload: the records as a JSON array.
 *
 * Frame k+1 is written only after the sync of frame k. So a bad frame that nothing good follows was never
 * relied on (a torn tail, which is cut); a bad frame with a good one behind it was, and the journal is damaged.
 */
const magic = Buffer.from('BPJ1');
const magicNumber = magic.readUInt32BE(0);
const headerBytes = 18;
const openingBracket = 0x5b;
const comma = 0x2c;
const closingBracket = 0x5d;

/** The journal is not what this node wrote: it must not go on under its name. */
export class JournalDamage extends Error {
  override readonly name = 'JournalDamage';
  readonly code = 'JOURNAL_DAMAGED';
}

export type DecodedJournal = Readonly<{
  records: readonly JournalRecord[];
  /** How many bytes from the start are good; what follows is a torn tail. */
  goodBytes: number;
  tornBytes: number;
  frames: number;
}>;

/** One frame with `records`; `number` counts frames of this journal from 1. */
export function encodeJournalFrame(number: number, records: readonly JournalRecord[]): Buffer {
  const pieces = records.map(recordBytes);
  let sizeBytes = headerBytes + 2 + Math.max(0, pieces.length - 1);
  for (const piece of pieces) sizeBytes += piece.length;
  const frame = Buffer.allocUnsafe(sizeBytes);
  let at = headerBytes;
  frame[at] = openingBracket;
  for (const piece of pieces) {
    if (at > headerBytes) frame[at] = comma;
    frame.set(piece, at + 1);
    at += 1 + piece.length;
  }
  frame[sizeBytes - 1] = closingBracket;
  const payloadBytes = sizeBytes - headerBytes;
  // number and length go right before the payload at first, so that the checksum is one of one piece
  frame.writeUIntBE(number, 8, 6);
  frame.writeUInt32BE(payloadBytes, 14);
  const checksum = crc32(frame.subarray(8));
  frame.writeUInt32BE(magicNumber, 0);
  frame.writeUIntBE(number, 4, 6);
  frame.writeUInt32BE(payloadBytes, 10);
  frame.writeUInt32BE(checksum, 14);
  return frame;
}

/** The records of one append: a whole frame, or more of them. @throws JournalDamage when it is none */
export function decodeJournalFrame(bytes: Buffer): readonly JournalRecord[] {
  const records: JournalRecord[] = [];
  for (let offset = 0; offset < bytes.length || offset === 0; ) {
    const frame = goodFrameAt(bytes, offset);
    if (frame === null) throw new JournalDamage('these bytes are not whole frames');
    records.push(...recordsOf(frame.frame, offset));
    offset += frame.sizeBytes;
  }
  return records;
}

/** One frame of a journal, and where it lies. */
export type JournalFrame = Readonly<{ number: number; offset: number; records: readonly JournalRecord[] }>;

/** As `decodeJournal`, frame by frame. @throws JournalDamage when something other than its tail is bad */
export function journalFrames(bytes: Buffer): readonly JournalFrame[] {
  const frames: JournalFrame[] = [];
  const { goodBytes } = decodeJournal(bytes);
  for (let offset = 0; offset < goodBytes; ) {
    const frame = goodFrameAt(bytes, offset);
    if (frame === null) break;
    frames.push({ number: frame.number, offset, records: recordsOf(frame.frame, offset) });
    offset += frame.sizeBytes;
  }
  return frames;
}

/** All records of a journal, in order. @throws JournalDamage when something other than its tail is bad */
export function decodeJournal(bytes: Buffer): DecodedJournal {
  const records: JournalRecord[] = [];
  let offset = 0;
  let frames = 0;
  while (offset < bytes.length) {
    const frame = goodFrameAt(bytes, offset);
    if (frame === null) break;
    if (frame.number !== frames + 1) throw new JournalDamage(`frame ${frames + 1} is missing at byte ${offset}`);
    records.push(...recordsOf(frame.frame, offset));
    frames = frame.number;
    offset += frame.sizeBytes;
  }
  const behind = offset < bytes.length ? nextGoodFrame(bytes, offset + 1) : null;
  if (behind !== null) throw new JournalDamage(`bytes ${offset} to ${behind - 1} are bad, and good records follow`);
  return { records, goodBytes: offset, tornBytes: bytes.length - offset, frames };
}

function goodFrameAt(bytes: Buffer, offset: number): { number: number; frame: Buffer; sizeBytes: number } | null {
  if (offset + headerBytes > bytes.length || bytes.readUInt32BE(offset) !== magicNumber) return null;
  const sizeBytes = headerBytes + bytes.readUInt32BE(offset + 10);
  if (offset + sizeBytes > bytes.length) return null;
  const frame = bytes.subarray(offset, offset + sizeBytes);
  if (checksumOf(frame) !== frame.readUInt32BE(14)) return null;
  return { number: frame.readUIntBE(4, 6), frame, sizeBytes };
}

function nextGoodFrame(bytes: Buffer, from: number): number | null {
  for (let at = bytes.indexOf(magic, from); at !== -1; at = bytes.indexOf(magic, at + 1)) {
    if (goodFrameAt(bytes, at) !== null) return at;
  }
  return null;
}

function checksumOf(frame: Buffer): number {
  return crc32(frame.subarray(headerBytes), crc32(frame.subarray(4, 14)));
}

function recordsOf(frame: Buffer, offset: number): JournalRecord[] {
  const parsed: unknown = JSON.parse(frame.toString('utf8', headerBytes));
  const records: JournalRecord[] = [];
  for (const item of Array.isArray(parsed) ? parsed : [null]) {
    const record = parseRecord(item);
    if (record === null) throw new JournalDamage(`the frame at byte ${offset} holds a record that no version wrote`);
    records.push(record);
  }
  return records;
}
