import { connect, type Socket } from 'node:net';
import type { Address } from '../../ports/index.ts';
import { DelayLine } from './delay-line.ts';
import type { SteeredConnection } from './steered-link.ts';

export type ProxiedConnectionParts = Readonly<{
  /** An accepted socket, still paused and open for half. */
  source: Socket;
  to: Address;
  /** How much later everything from the source is handed on; the way back has no delay. */
  delayMs: number;
  /** Takes what comes from the source in place of the target; null: the target gets it. */
  reader: ((connection: SteeredConnection) => (chunk: Buffer) => void) | null;
  /** Bytes were handed on, in either direction. */
  onPassed(sizeBytes: number): void;
  onClosed(): void;
}>;

/**
 * One connection through a link proxy: what comes from `source` goes to `target` and back. What one side does not take is
 * not read from the other, so a stream's own buffer and the delay line are the most that is held. Frozen, it looks to both
 * sides like a silent network: open, and nothing comes any more.
 */
export class ProxiedConnection implements SteeredConnection {
  readonly #source: Socket;
  readonly #target: Socket;
  readonly #line: DelayLine;
  readonly #parts: ProxiedConnectionParts;
  #isDialing = true;
  #isFrozen = false;

  constructor(parts: ProxiedConnectionParts) {
    this.#parts = parts;
    this.#source = parts.source;
    this.#target = connect({ ...parts.to, allowHalfOpen: true, noDelay: true });
    this.#line = new DelayLine(parts.delayMs);
    const [source, target] = [this.#source, this.#target];
    const onSent = parts.reader?.(this) ?? ((chunk: Buffer) => this.send(chunk));
    this.#join(source, target, onSent, () => this.#line.push(0, () => this.#unlessFrozen(() => target.end())));
    this.#join(
      target,
      source,
      (chunk) => this.#write(chunk, source),
      () => this.#unlessFrozen(() => source.end()),
    );
    this.#source.pause();
    this.#target.once('connect', () => {
      this.#isDialing = false;
      this.#pace();
    });
  }

  get isLive(): boolean {
    const sockets = [this.#source, this.#target];
    return !this.#isFrozen && sockets.every(({ destroyed, readableEnded }) => !destroyed && !readableEnded);
  }

  handOn(bytes: Buffer): void {
    if (!this.#isFrozen) this.#write(bytes, this.#target);
  }

  send(bytes: Buffer): void {
    this.#line.push(bytes.length, () => {
      this.handOn(bytes);
      this.#pace();
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
    const isWaiting = !this.#line.isEmpty || this.#source.writableLength > 0 || this.#target.writableLength > 0;
    if (this.#isDialing || isWaiting) this.reset();
  }

  /** Ends the connection at once; both sides see a reset, and what was on its way is dropped. */
  reset(): void {
    this.#line.clear();
    for (const socket of [this.#source, this.#target]) {
      if (socket.connecting) socket.destroy();
      else if (!socket.destroyed) socket.resetAndDestroy();
    }
  }

  #join(from: Socket, to: Socket, onData: (chunk: Buffer) => void, onEnd: () => void): void {
    from.on('data', (chunk: Buffer) => {
      onData(chunk);
      this.#pace();
    });
    // A frozen connection tells neither side of the end of the other; healing resets it.
    to.on('drain', () => this.#pace());
    from.on('end', onEnd);
    from.on('error', () => this.#unlessFrozen(() => this.reset()));
    from.on('close', () => {
      if (to.closed) this.#parts.onClosed();
    });
  }

  /** Reads from each side what the other can take. */
  #pace(): void {
    if (this.#isFrozen || this.#isDialing) return;
    const [source, target] = [this.#source, this.#target];
    if (this.#line.isFull || target.writableNeedDrain) source.pause();
    else source.resume();
    if (source.writableNeedDrain) target.pause();
    else target.resume();
  }

  #write(bytes: Buffer, to: Socket): void {
    this.#parts.onPassed(bytes.length);
    to.write(bytes);
  }

  #unlessFrozen(act: () => void): void {
    if (!this.#isFrozen) act();
  }
}
