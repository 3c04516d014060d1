import type { Socket } from 'node:net';

/**
 * Bounds how many connections a port holds that have not said who they are: each has a deadline, and when there are too
 * many, the oldest goes. So neither junk nor half-open connections keep a real client out.
 */
export class ConnectionLimit {
  readonly #strangersMax: number;
  readonly #deadlineMs: number;
  readonly #strangers = new Map<Socket, NodeJS.Timeout>();

  constructor(limits: Readonly<{ strangersMax: number; deadlineMs: number }>) {
    this.#strangersMax = limits.strangersMax;
    this.#deadlineMs = limits.deadlineMs;
  }

  admit(socket: Socket): void {
    const deadline = setTimeout(() => socket.destroy(), this.#deadlineMs);
    deadline.unref();
    this.#strangers.set(socket, deadline);
    socket.once('close', () => this.introduced(socket));
    const [oldest] = this.#strangers.keys();
    if (this.#strangers.size > this.#strangersMax && oldest !== undefined) {
      this.introduced(oldest);
      oldest.destroy();
    }
  }

  /** `socket` said who it is, or is gone. */
  introduced(socket: Socket): void {
    clearTimeout(this.#strangers.get(socket));
    this.#strangers.delete(socket);
  }
}
