import { type CommandOutcome, encodeCommand, type Value } from '#cluster-node';
import type { Attempt, Completion, Endpoint } from '../../ports/index.ts';
import { completionOf } from '../../systems/completion-of.ts';
import { operationOf } from '../../systems/operation-of.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { VirtualTime } from './virtual-time.ts';

/** What an endpoint needs of the node that it talks to. */
export interface SimPort {
  readonly node: string;
  /** False when nothing passes between clients and this node. */
  isReachable(): boolean;
  /** False when nobody takes connections there. */
  isListening(): boolean;
  submit(value: Value): void;
  /** Calls `answered` once when the node answers `value`, or with null when its process ends; returns how to stop. */
  onAnswer(value: Value, answered: (outcome: CommandOutcome | null) => void): () => void;
}

const clientDelayMs = 0.2;

/** A client's connection to a simulated node. */
export class SimEndpoint implements Endpoint {
  readonly node: string;
  readonly #port: SimPort;
  readonly #clock: VirtualClock;
  readonly #time: VirtualTime;

  constructor(port: SimPort, clock: VirtualClock, time: VirtualTime) {
    this.node = port.node;
    this.#port = port;
    this.#clock = clock;
    this.#time = time;
  }

  attempt(attempt: Attempt, timeoutMs: number): Promise<Completion> {
    if (!this.#port.isListening() || !this.#port.isReachable()) {
      return Promise.resolve({ kind: 'indefinite', error: 'connection-refused', sent: false });
    }
    const value = encodeCommand({
      client: attempt.client,
      sequence: attempt.sequence,
      acknowledged: attempt.acknowledged,
      operation: operationOf(attempt),
    });
    return this.#clock.waitFor<Completion>((resolve) => {
      const stop = this.#port.onAnswer(value, (outcome) => {
        this.#time.after(clientDelayMs, () => {
          if (outcome === null) resolve({ kind: 'indefinite', error: 'connection-lost', sent: true });
          else if (this.#port.isReachable()) resolve(completionOf(outcome));
        });
      });
      this.#time.after(clientDelayMs, () => {
        if (this.#port.isReachable()) this.#port.submit(value);
      });
      this.#time.after(timeoutMs, () => {
        stop();
        resolve({ kind: 'indefinite', error: 'timeout', sent: true });
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // there is no connection to close: an attempt ends with its timeout at the latest
  }
}
