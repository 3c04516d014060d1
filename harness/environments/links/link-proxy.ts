import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { invariant } from '#foundation';
import type { Link } from '#nemesis';
import type { Address } from '../../ports/index.ts';
import { ProxiedConnection } from './proxied-connection.ts';

/** What a link has done since it was opened. `admitted`: connections let in; `refused`: turned away by the cut. */
export type LinkCounters = Readonly<{ admitted: number; refused: number; passedBytes: number }>;

const host = '127.0.0.1';

/**
 * A TCP proxy for one directed link. Its address stays the same over restarts of the node that it leads to, and over
 * cuts: a listening socket that was closed would leave its port to whoever comes next, so a cut link goes on accepting
 * and resets at once. The one sender of a link dials its own connections, so that a cut of the link is one-way.
 */
export class LinkProxy implements AsyncDisposable {
  readonly link: Link;
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  #target: Address | null = null;
  #isCut = false;
  #admitted = 0;
  #refused = 0;
  #passedBytes = 0;

  private constructor(link: Link) {
    this.link = link;
    this.#server = createServer({ pauseOnConnect: true, allowHalfOpen: true, noDelay: true }, (socket) =>
      this.#accept(socket),
    );
  }

  /** Listens on a port of its own; leads nowhere until it gets a target. */
  static async open(link: Link): Promise<LinkProxy> {
    const proxy = new LinkProxy(link);
    proxy.#server.listen(0, host);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get address(): Address {
    const bound = this.#server.address();
    invariant(typeof bound === 'object' && bound !== null, 'an open link listens', { link: this.link });
    return { host, port: bound.port };
  }

  get counters(): LinkCounters {
    return { admitted: this.#admitted, refused: this.#refused, passedBytes: this.#passedBytes };
  }

  /** Where new connections lead from here on. */
  retarget(target: Address): void {
    this.#target = target;
  }

  /** Stops reading the connections that exist, which stay open and silent, and refuses new ones. */
  cut(): void {
    this.#isCut = true;
    for (const connection of this.#connections) connection.freeze();
  }

  /** Resets the connections that were cut, so that nothing sent before or during the cut arrives, and admits new ones. */
  heal(): void {
    if (!this.#isCut) return;
    this.#isCut = false;
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
    const connection = new ProxiedConnection(socket, this.#target, {
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
