import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  type ClientOutcome,
  clientProtocolVersion,
  type KeyValueOperation,
  type NodeToClient,
} from '../client-protocol.ts';
import { encodeFrame, FrameReader } from '../framing.ts';

/** A client with any number of requests outstanding on one connection, which it does not replace. */
export class TestClient implements Disposable {
  readonly #name: string;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, (outcome: ClientOutcome | null) => void>();
  #sequence = 0;

  private constructor(name: string, socket: Socket) {
    this.#name = name;
    this.#socket = socket;
    const reader = new FrameReader(1024 * 1024);
    socket.on('data', (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) this.#take(frame as NodeToClient);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      for (const answer of this.#waiting.values()) answer(null);
      this.#waiting.clear();
    });
    socket.write(encodeFrame({ kind: 'hello', version: clientProtocolVersion }));
  }

  /** `name` must be of no other client. */
  static async open(name: string, port: number): Promise<TestClient> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    await once(socket, 'connect');
    return new TestClient(name, socket);
  }

  /** The outcome, or null when the connection is lost first. */
  request(operation: KeyValueOperation): Promise<ClientOutcome | null> {
    this.#sequence += 1;
    const id = this.#sequence;
    if (this.#socket.destroyed) return Promise.resolve(null);
    const answered = new Promise<ClientOutcome | null>((resolve) => this.#waiting.set(id, resolve));
    const [oldest = id] = this.#waiting.keys();
    const request = { kind: 'request', id, client: this.#name, sequence: id, acknowledged: oldest, operation };
    this.#socket.write(encodeFrame(request));
    return answered;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #take(frame: NodeToClient): void {
    if (frame.kind !== 'response') return;
    this.#waiting.get(frame.id)?.(frame.outcome);
    this.#waiting.delete(frame.id);
  }
}
