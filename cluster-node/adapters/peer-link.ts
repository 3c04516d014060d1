import { connect, type Socket } from 'node:net';
import { encodeFrame, FrameReader } from '../framing.ts';
import type { Message } from '../protocol/messages.ts';
import type { Logger } from './logger.ts';
import { messagesPerFrameMax, type PeerHello } from './peer-protocol.ts';
import type { PeerTraffic } from './peer-traffic.ts';

const pingEveryMs = 250;
const silenceMaxMs = 1_500;
const redialAfterMs = 50;
const queuedBytesMax = 8 * 1024 * 1024;

/**
 * The outbound connection to one peer. What cannot be sent is dropped, as the network may do: while there is no
 * connection, and when the peer takes in less than it is sent. A peer that answers no ping is dialled again.
 */
export class PeerLink {
  readonly #address: Readonly<{ host: string; port: number }>;
  readonly #hello: PeerHello;
  readonly #logger: Logger;
  readonly #traffic: PeerTraffic;
  readonly #timer: NodeJS.Timeout;
  #socket: Socket | null = null;
  #isOpen = false;
  #heardAtMs = 0;
  #dialAtMs = 0;
  #pingedAtMs = 0;
  #hasStopped = false;

  constructor(
    address: Readonly<{ host: string; port: number }>,
    hello: PeerHello,
    traffic: PeerTraffic,
    logger: Logger,
  ) {
    this.#address = address;
    this.#hello = hello;
    this.#traffic = traffic;
    this.#logger = logger;
    this.#timer = setInterval(() => this.#review(), redialAfterMs);
    this.#dial();
  }

  send(messages: readonly Message[]): void {
    for (let from = 0; from < messages.length; from += messagesPerFrameMax) {
      const frame = messages.slice(from, from + messagesPerFrameMax);
      this.#write(frame, frame.length);
    }
  }

  stop(): void {
    this.#hasStopped = true;
    clearInterval(this.#timer);
    this.#socket?.destroy();
  }

  /** `messages`: how many of them the frame holds. */
  #write(frame: unknown, messages: number): void {
    if (this.#socket === null || !this.#isOpen || this.#socket.writableLength > queuedBytesMax) return;
    const bytes = encodeFrame(frame);
    this.#traffic.sent(messages, bytes.length);
    this.#socket.write(bytes);
  }

  #dial(): void {
    const socket = connect({ ...this.#address, noDelay: true });
    const reader = new FrameReader(64);
    this.#socket = socket;
    this.#heardAtMs = performance.now();
    socket.on('connect', () => {
      this.#isOpen = true;
      this.#write(this.#hello, 0);
    });
    socket.on('data', (chunk: Buffer) => {
      this.#heardAtMs = performance.now();
      try {
        reader.push(chunk);
      } catch {
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (this.#socket !== socket) return;
      if (this.#isOpen) this.#logger.info('lost a peer', { peer: this.#hello.to });
      this.#socket = null;
      this.#isOpen = false;
      this.#dialAtMs = performance.now() + redialAfterMs;
    });
  }

  #review(): void {
    const nowMs = performance.now();
    if (this.#hasStopped) return;
    if (this.#socket === null) {
      if (nowMs >= this.#dialAtMs) this.#dial();
    } else if (nowMs - this.#heardAtMs > silenceMaxMs) {
      this.#socket.destroy();
    } else if (nowMs - this.#pingedAtMs >= pingEveryMs) {
      this.#pingedAtMs = nowMs;
      this.#write(Math.round(nowMs), 0);
    }
  }
}
