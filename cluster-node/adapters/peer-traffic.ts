import type { NodeStatus } from '../status.ts';

/** Counts what a node exchanges with its peers. */
export class PeerTraffic {
  #counts = { sentMessages: 0, sentBytes: 0, receivedMessages: 0, receivedBytes: 0 };

  get counts(): NodeStatus['traffic'] {
    return { ...this.#counts };
  }

  /** A frame of `bytes` that holds `messages`, handed to the network. */
  sent(messages: number, bytes: number): void {
    this.#counts.sentMessages += messages;
    this.#counts.sentBytes += bytes;
  }

  receivedMessage(): void {
    this.#counts.receivedMessages += 1;
  }

  receivedBytes(bytes: number): void {
    this.#counts.receivedBytes += bytes;
  }
}
