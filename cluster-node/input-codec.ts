import { crc32 } from 'node:zlib';
import { parseMessage } from './parse-message.ts';
import type { ReplicaEvent } from './protocol/effects.ts';
import { asValue } from './protocol/value.ts';

/**
 * What one life of a node was given, in one file. It is made of frames: length of the payload (4 bytes), its CRC-32 (4 bytes), both
 * big endian, then the payload, lines of JSON with a separator between them that no JSON holds. The first line of the file says whose life it is,
 * `{"version":3,"node":"n1","incarnation":2}`; each other one is a batch: `[nowMs,wallMs,checksum,[event,…]]`, with the message of the exception behind it if the node broke in its midst. A checksum that is made otherwise makes another version.
 * An event is as it is, `0` (the next message of those that the node sent to itself, which a replay knows), or
 * `[from,[message,…]]`: messages of a peer, each an event of its own, as they came in one frame.
 * The last line of a life that ended in good order is `"end"`, that of one that was longer than the file may be `"full"`.
 */
export const headerBytes = 8;
const inputsVersion = 3;

/** Between two lines. JSON may have line breaks in it, and a peer may be of another make; this character can only be escaped (RFC 7464). */
export const lineEnd = 0x1e;
export const lineSeparator: string = String.fromCharCode(lineEnd);

/** Where the files lie, one per life, in the directory of the journal. */
export const inputsDirectory = 'inputs';

/** One batch of events, all stepped at one reading of the clocks. */
export type InputBatch = Readonly<{
  nowMs: number;
  wallMs: number;
  /** Of all effects of this life, those of this batch included. */
  checksum: number;
  events: readonly (ReplicaEvent | 'own message')[];
  /** What the replica broke with, in the last of these events; null: it did not. */
  failure: string | null;
}>;

export type DecodedInputs = Readonly<{
  node: string;
  incarnation: number;
  batches: readonly InputBatch[];
  /** `cut`: the node was killed, and what it had not yet written is missing. */
  end: 'whole' | 'full' | 'cut';
  /** Behind the last whole frame. */
  tornBytes: number;
}>;

/** The file is not what this version of a node wrote. */
export class InputsDamage extends Error {
  override readonly name = 'InputsDamage';
  readonly code = 'INPUTS_DAMAGED';
}

export type LifeName = Readonly<{ node: string; incarnation: number }>;

export const endLine = '"end"';
export const fullLine = '"full"';

/** The first line of a file. */
export function headLine({ node, incarnation }: LifeName): string {
  return JSON.stringify({ version: inputsVersion, node, incarnation });
}

/** One frame with `lines`. A node that records makes its frames by `InputLines`, without a string for each line. */
export function encodeInputFrame(lines: readonly string[]): Buffer {
  const payload = Buffer.from(lines.join(lineSeparator));
  const header = Buffer.allocUnsafe(headerBytes);
  header.writeUInt32BE(payload.length, 0);
  header.writeUInt32BE(crc32(payload), 4);
  return Buffer.concat([header, payload]);
}

/**
 * One life, as far as it is in the file; a torn tail is cut off. Null: the file holds no whole frame.
 * @throws InputsDamage when something other than its tail is bad
 */
export function decodeInputs(bytes: Buffer): DecodedInputs | null {
  const { lines, goodBytes } = wholeLines(bytes);
  const [first, ...rest] = lines;
  if (first === undefined) return null;
  const { node, incarnation } = parsedHead(first);
  const batches: InputBatch[] = [];
  let end: DecodedInputs['end'] = 'cut';
  for (const [index, line] of rest.entries()) {
    if (line === endLine) end = 'whole';
    else if (line === fullLine) end = 'full';
    else batches.push(parsedBatch(line, index + 2));
  }
  return { node, incarnation, batches, end, tornBytes: bytes.length - goodBytes };
}

function wholeLines(bytes: Buffer): Readonly<{ lines: readonly string[]; goodBytes: number }> {
  const lines: string[] = [];
  let offset = 0;
  while (offset + headerBytes <= bytes.length) {
    const end = offset + headerBytes + bytes.readUInt32BE(offset);
    if (end > bytes.length) break; // torn
    const payload = bytes.subarray(offset + headerBytes, end);
    if (crc32(payload) !== bytes.readUInt32BE(offset + 4)) {
      if (end === bytes.length) break;
      throw new InputsDamage(`bytes ${offset} to ${end - 1} are bad, and more follows`);
    }
    for (const line of payload.toString().split(lineSeparator)) lines.push(line);
    offset = end;
  }
  return { lines, goodBytes: offset };
}

function parsedHead(line: string): LifeName {
  const head = parsedJson(line);
  if (typeof head === 'object' && head !== null && 'version' in head && 'node' in head && 'incarnation' in head) {
    const { version, node, incarnation } = head;
    if (version === inputsVersion && typeof node === 'string' && typeof incarnation === 'number')
      return { node, incarnation };
  }
  // versions before 3 had a line break between lines
  const [opening] = line.split('\n', 1);
  throw new InputsDamage(`it opens with ${opening}, and this is version ${inputsVersion}`);
}

/** Null: it is no JSON, which no line that is asked for is. */
function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function parsedBatch(line: string, number: number): InputBatch {
  const parsed = parsedJson(line);
  if (Array.isArray(parsed)) {
    const [nowMs, wallMs, checksum, items, failure = null]: unknown[] = parsed;
    if (isNumber(nowMs) && isNumber(wallMs) && isNumber(checksum) && Array.isArray(items)) {
      const events = items.flatMap(parsedEvents);
      const isText = failure === null || typeof failure === 'string';
      if (isText && events.every((event) => event !== null)) return { nowMs, wallMs, checksum, events, failure };
    }
  }
  throw new InputsDamage(`line ${number} holds what no node was given`);
}

function parsedEvents(item: unknown): readonly (ReplicaEvent | 'own message' | null)[] {
  if (!Array.isArray(item)) return [item === 0 ? 'own message' : parsedEvent(item)];
  const [from, bundle]: unknown[] = item;
  if (!isNumber(from) || !Array.isArray(bundle)) return [null];
  return bundle.map((received) => {
    const message = parseMessage(received);
    return message === null ? null : { kind: 'message', from, message };
  });
}

function parsedEvent(item: unknown): ReplicaEvent | null {
  if (typeof item !== 'object' || item === null) return null;
  const { kind, value, timer, roundKind, instance, electionTimeoutMs } = item as Record<string, unknown>;
  switch (kind) {
    case 'start':
    case 'rounds-by-timeouts':
      return { kind };
    case 'command':
      return typeof value === 'string' ? { kind, value: asValue(value) } : null;
    case 'timer':
      return timer === 'election' || timer === 'tick' ? { kind, timer } : null;
    case 'begin-round':
      return roundKind === 'classic' || roundKind === 'fast' ? { kind, roundKind } : null;
    case 'recover':
      return isNumber(instance) ? { kind, instance } : null;
    case 'pace':
      return isNumber(electionTimeoutMs) ? { kind, electionTimeoutMs } : null;
    default:
      return null;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
