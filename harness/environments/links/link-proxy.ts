import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { invariant } from '#foundation';
import type { Link } from '#nemesis';
import type { Address } from '../../ports/index.ts';
import type { MessageGate } from './message-gate.ts';
import { ProxiedConnection } from './proxied-connection.ts';
import { SteeredLink } from './steered-link.ts';

/** What a link has done since it was opened. `admitted`: connections let in; `refused`: turned away by the cut. */
export type LinkCounters = Readonly<{ admitted: number; refused: number; passedBytes: number }>;

export type LinkProxyOptions = Readonly<{
  /** The address of this machine on which the sender reaches the link (default: 127.0.0.1). */
  host?: string;
  /** How much longer everything takes that is sent over the link (default: 0). */
  delayMs?: number;
  /** Holds each message of the link until it is released; null: nothing does (default). */
  gate?: MessageGate | null;
}>;

/**
 * A TCP proxy for one directed link. Its address stays the same over restarts of the node that it leads to, and over
 * cuts: a listening socket that was closed would leave its port to whoever comes next, so a cut link goes on accepting
 * and resets at once. The one sender of a link dials its own connections, so that a cut of the link is one-way.
 */
export class LinkProxy implements AsyncDisposable {
  readonly link: Link;
  readonly #host: string;
  readonly #delayMs: number;
  readonly #steered: SteeredLink | null;
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  #target: Address | null = null;
  #isCut = false;
  #admitted = 0;
  #refused = 0;
  #passedBytes = 0;

  private constructor(link: Link, { host = '127.0.0.1', delayMs = 0, gate = null }: LinkProxyOptions) {
    this.link = link;
    this.#host = host;
    this.#delayMs = delayMs;
    this.#steered = gate === null ? null : new SteeredLink(link, gate);
    this.#server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (socket) =>
      this.#accept(socket),
    );
  }

  /** Listens on a port of its own; leads nowhere until it gets a target. */
  static async open(link: Link, options: LinkProxyOptions = {}): Promise<LinkProxy> {
    const proxy = new LinkProxy(link, options);
    proxy.#server.listen(0, proxy.#host);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get address(): Address {
    const bound = this.#server.address();
    invariant(typeof bound === 'object' && bound !== null, 'an open link listens', { link: this.link });
    return { host: this.#host, port: bound.port };
  }

  get counters(): LinkCounters {
    return { admitted: this.#admitted, refused: this.#refused, passedBytes: this.#passedBytes };
  }

  /** False while messages over a steered link get lost before they are held, because its sender has no connection yet. */
  get isReady(): boolean {
    return this.#steered === null || this.#steered.isLive || this.#isCut;
  }

  /** Where new connections lead from here on. */
  retarget(target: Address): void {
    this.#target = target;
  }

  /** Stops reading the connections that exist, which stay open and silent, and refuses new ones. */
  cut(): void {
    this.#isCut = true;
    this.#steered?.cut();
    for (const connection of this.#connections) connection.freeze();
  }

  /** Resets the connections that were cut, so that nothing sent before or during the cut arrives, and admits new ones. */
  heal(): void {
    if (!this.#isCut) return;
    this.#isCut = false;
    this.#steered?.heal();
    for (const connection of this.#connections) connection.reset();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#connections) connection.reset();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(socket: Socket): void {
    if (this.#isCut) {
      this.#refused += 1;
      turnAway(socket);
      return;
    }
    this.#admitted += 1;
    if (this.#target === null) {
      turnAway(socket);
      return;
    }
    const steered = this.#steered;
    const connection = new ProxiedConnection({
      source: socket,
      to: this.#target,
      delayMs: this.#delayMs,
      reader: steered === null ? null : (made) => steered.reader(made),
      onPassed: (sizeBytes) => {
        this.#passedBytes += sizeBytes;
      },
      onClosed: () => {
        this.#connections.delete(connection);
      },
    });
    this.#connections.add(connection);
  }
}

function turnAway(socket: Socket): void {
  socket.on('error', () => {}); // a reset of its own, meanwhile, is as good
  socket.resetAndDestroy();
}
