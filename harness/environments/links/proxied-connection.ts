import { connect, type Socket } from 'node:net';
import type { Address } from '../../ports/index.ts';

export type ProxiedConnectionEvents = Readonly<{
  /** Bytes were handed on, in either direction. */
  onPassed(sizeBytes: number): void;
  onClosed(): void;
}>;

/**
 * One connection through a link proxy: what comes from `source` goes to `target` and back. What one side does not take is
 * not read from the other, so a stream's own buffer is the most that is held. Frozen, it looks to both sides like a
 * silent network: open, and nothing comes any more.
 */
export class ProxiedConnection {
  readonly #source: Socket;
  readonly #target: Socket;
  readonly #events: ProxiedConnectionEvents;
  #isDialing = true;
  #isFrozen = false;

  /** @param source an accepted socket, still paused and open for half */
  constructor(source: Socket, to: Address, events: ProxiedConnectionEvents) {
    this.#source = source;
    this.#target = connect({ ...to, allowHalfOpen: true, noDelay: true });
    this.#events = events;
    this.#forward(this.#source, this.#target);
    this.#forward(this.#target, this.#source);
    this.#source.pause();
    this.#target.once('connect', () => {
      this.#isDialing = false;
      this.#source.resume();
    });
  }

  /**
   * Nothing passes from here on. A connection on which bytes are still waiting to be handed on, or that is not made yet,
   * is reset instead: there is no other way to keep them from arriving later.
   */
  freeze(): void {
    this.#isFrozen = true;
    this.#source.pause();
    this.#target.pause();
    if (this.#isDialing || this.#source.writableLength > 0 || this.#target.writableLength > 0) this.reset();
  }

  /** Ends the connection at once; both sides see a reset, and what was on its way is dropped. */
  reset(): void {
    for (const socket of [this.#source, this.#target]) {
      if (socket.connecting) socket.destroy();
      else if (!socket.destroyed) socket.resetAndDestroy();
    }
  }

  #forward(from: Socket, to: Socket): void {
    from.on('data', (chunk: Buffer) => {
      this.#events.onPassed(chunk.length);
      if (!to.write(chunk)) from.pause();
    });
    // A frozen connection tells neither side of the end of the other; healing resets it.
    to.on('drain', () => this.#unlessFrozen(() => from.resume()));
    from.on('end', () => this.#unlessFrozen(() => to.end()));
    from.on('error', () => this.#unlessFrozen(() => this.reset()));
    from.on('close', () => {
      if (to.closed) this.#events.onClosed();
    });
  }

  #unlessFrozen(act: () => void): void {
    if (!this.#isFrozen) act();
  }
}
