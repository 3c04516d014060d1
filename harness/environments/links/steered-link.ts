import { encodeFrame, FrameError } from '#cluster-node';
import type { Link } from '#nemesis';
import type { MessageGate } from './message-gate.ts';
import { PeerStream } from './peer-stream.ts';

/** One connection of a link, on its way from the node that dialled to the one that answers. */
export interface SteeredConnection {
  /** Whether what is handed on still arrives, as far as can be seen. */
  readonly isLive: boolean;
  /** Hands on what keeps the connection going, at once. */
  handOn(bytes: Buffer): void;
  /** Hands on a message, after the delay of the link. */
  send(bytes: Buffer): void;
  reset(): void;
}

/** How much may wait for a connection; the oldest is lost beyond that. */
const waitingMax = 10_000;

/**
 * The way of one link's messages through the gate. Its connections come and go with hello and pings, which are never
 * held, so that none dies of silence; a message that is released takes the newest of them, or waits for the next.
 */
export class SteeredLink {
  readonly #link: Link;
  readonly #gate: MessageGate;
  #newest: SteeredConnection | null = null;
  #waiting: Buffer[] = [];
  #isCut = false;

  constructor(link: Link, gate: MessageGate) {
    this.#link = link;
    this.#gate = gate;
  }

  /** Whether the sender has a connection on which what it sends comes here; without one it drops what it sends. */
  get isLive(): boolean {
    return this.#newest?.isLive === true;
  }

  /** What is released over a cut link is lost. */
  cut(): void {
    this.#isCut = true;
    this.#waiting = [];
  }

  heal(): void {
    this.#isCut = false;
  }

  /** What to do with each chunk that the dialling node sends on a connection, which begins with its hello. */
  reader(connection: SteeredConnection): (chunk: Buffer) => void {
    const stream = new PeerStream();
    let isIntroduced = false;
    return (chunk) => {
      try {
        for (const part of stream.push(chunk)) {
          if (part.kind === 'frame') {
            connection.handOn(part.bytes);
            if (!isIntroduced) this.#use(connection);
            isIntroduced = true;
          } else
            this.#gate.take({ ...this.#link, message: part.message }, () => this.#send(encodeFrame([part.message])));
        }
      } catch (error) {
        if (!(error instanceof FrameError)) throw error;
        connection.reset();
      }
    };
  }

  /** The other side has closed what it had of this link before. */
  #use(connection: SteeredConnection): void {
    this.#newest = connection;
    for (const frame of this.#waiting.splice(0)) connection.send(frame);
  }

  #send(frame: Buffer): void {
    if (this.#isCut) return;
    if (this.#newest?.isLive === true) return this.#newest.send(frame);
    this.#waiting.push(frame);
    if (this.#waiting.length > waitingMax) this.#waiting.shift();
  }
}
