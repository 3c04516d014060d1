import { beforeEach, describe, expect, test } from 'vitest';
import { encodeFrame, FrameReader } from '#cluster-node';
import { MessageGate } from './message-gate.ts';
import { type SteeredConnection, SteeredLink } from './steered-link.ts';

const hello = { kind: 'hello', role: 'peer', version: 1, from: 'n1', to: 'n2', incarnation: 1 };
const chosen = (next: number): Readonly<{ kind: string; entries: readonly unknown[]; next: number }> => ({
  kind: 'chosen',
  entries: [[next, 'a value that is not short: äöü']],
  next,
});

/** Notes the frames that reach the other side. */
class Connection implements SteeredConnection {
  isLive = true;
  readonly arrived: unknown[] = [];
  wasReset = false;
  readonly #reader = new FrameReader(1_000_000);

  handOn(bytes: Buffer): void {
    this.arrived.push(...this.#reader.push(bytes));
  }

  send(bytes: Buffer): void {
    this.handOn(bytes);
  }

  reset(): void {
    this.wasReset = true;
    this.isLive = false;
  }
}

let gate: MessageGate;
let link: SteeredLink;
let connection: Connection;
let read: (chunk: Buffer) => void;

beforeEach(() => {
  gate = new MessageGate();
  link = new SteeredLink({ from: 'n1', to: 'n2' }, gate);
  connection = new Connection();
  read = link.reader(connection);
});

describe('a steered link', () => {
  test.each([1, 2, 3, 5, 7, 64, 100_000])('takes frames apart that come in chunks of %i bytes', (chunkBytes) => {
    const stream = Buffer.concat([hello, 17, [chosen(1), chosen(2)], 18, [], [chosen(3)]].map(encodeFrame));
    for (let at = 0; at < stream.length; at += chunkBytes) read(stream.subarray(at, at + chunkBytes));
    expect(connection.arrived).toEqual([hello, 17, 18]);
    expect(gate.held).toEqual([1, 2, 3].map((next) => ({ from: 'n1', to: 'n2', message: chosen(next) })));
    gate.release(({ message }) => message['next'] !== 2);
    expect(connection.arrived.slice(3)).toEqual([[chosen(1)], [chosen(3)]]);
  });

  test('sends what is released over the newest connection, whichever it came by', () => {
    read(Buffer.concat([hello, [chosen(1)]].map(encodeFrame)));
    const again = new Connection();
    link.reader(again)(encodeFrame(hello));
    read(encodeFrame(19)); // the old one goes on for a moment
    gate.release(() => true);
    expect(again.arrived).toEqual([hello, [chosen(1)]]);
    expect(connection.arrived).toEqual([hello, 19]);
  });

  test('keeps what is released while it has no connection for the next one', () => {
    read(Buffer.concat([hello, [chosen(1), chosen(2)]].map(encodeFrame)));
    connection.isLive = false;
    gate.release(() => true);
    const again = new Connection();
    link.reader(again)(encodeFrame(hello));
    expect(again.arrived).toEqual([hello, [chosen(1)], [chosen(2)]]);
    link.reader(new Connection())(encodeFrame(hello));
    expect(connection.arrived).toEqual([hello]);
  });

  test('that is cut loses what is released, and passes again when it is healed', () => {
    read(Buffer.concat([hello, [chosen(1), chosen(2)]].map(encodeFrame)));
    link.cut();
    gate.release(({ message }) => message['next'] === 1);
    link.heal();
    gate.release(() => true);
    expect(connection.arrived).toEqual([hello, [chosen(2)]]);
  });

  test.each([
    ['a frame over the limit', Buffer.from([0x7f, 0, 0, 0])],
    ['a message without a kind', encodeFrame([{}])],
  ])('resets a connection that sends %s', (_what, bytes) => {
    read(Buffer.concat([encodeFrame(hello), bytes]));
    expect(connection.wasReset).toBe(true);
    expect(gate.held).toEqual([]);
  });
});
