import { randomBytes, randomInt } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { clientProtocolVersion, encodeFrame } from '#cluster-node';

const openMax = 300;
const sendersPerPort = 4;
const everyMs = 10;

type Sender = (socket: Socket) => void;

/** What nobody should send, one kind each; most leave the connection open and say nothing more. */
const senders: readonly Sender[] = [
  (socket) => void socket.write(randomBytes(randomInt(1, 64 * 1024))),
  // the head of a frame of 4 GB, and as much of it as is taken
  (socket) => void socket.write(Buffer.concat([Buffer.from([255, 255, 255, 255]), randomBytes(256 * 1024)])),
  // half of a frame that is small enough to be permitted
  (socket) => void socket.write(Buffer.concat([Buffer.from([0, 2, 0, 0]), Buffer.alloc(64 * 1024, 'x')])),
  (socket) => void socket.write(encodeFrame({ kind: 'hello', version: 999 })),
  (socket) =>
    void socket.write(encodeFrame({ kind: 'hello', role: 'peer', version: 999, from: 'n2', to: 'n1', incarnation: 1 })),
  // a client in good order that talks nonsense from then on
  (socket) => {
    socket.write(encodeFrame({ kind: 'hello', version: clientProtocolVersion }));
    socket.write(encodeFrame({ kind: 'request', id: -1, client: {}, sequence: 'x', operation: [] }));
  },
  (socket) => void socket.write(`GET /${'x'.repeat(100_000)} HTTP/1.1\r\nx: ${'y'.repeat(100_000)}`),
  () => {}, // half-open: never says a word
];

/** Sends junk of all kinds to `ports` until it is disposed. `sent` counts connections. */
export class JunkSenders implements Disposable {
  readonly #sockets = new Set<Socket>();
  #isOver = false;
  sent = 0;

  constructor(ports: readonly number[]) {
    for (const port of ports) for (let index = 0; index < sendersPerPort; index += 1) this.#send(port);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** One connection after the other, whatever becomes of it; the oldest of many goes, so that this process stays bounded as well. */
  #send(port: number): void {
    if (this.#isOver) return;
    const socket = connect({ host: '127.0.0.1', port });
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    socket.once('connect', () => {
      this.sent += 1;
      senders[this.sent % senders.length]?.(socket);
      socket.resume();
    });
    const [oldest] = this.#sockets;
    if (this.#sockets.size > openMax) oldest?.destroy();
    setTimeout(() => this.#send(port), everyMs);
  }
}
