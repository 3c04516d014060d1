import { HarnessError } from '../../harness-error.ts';
import type { HeldMessage, Steering } from '../../ports/index.ts';
import { postAdminJson } from '../admin-client.ts';
import type { MessageGate } from './message-gate.ts';

export type NodeSteeringParts = Readonly<{
  nodes: readonly string[];
  gate: MessageGate;
  /** Where the administration port of a node is; null as long as it has not told. */
  adminPort: (node: string) => number | null;
}>;

const answerTimeoutMs = 5_000;

/** Steers nodes that are real processes: messages by the gate of their links, rounds by their administration ports. */
export class NodeSteering implements Steering {
  readonly #parts: NodeSteeringParts;

  constructor(parts: NodeSteeringParts) {
    this.#parts = parts;
  }

  get held(): readonly HeldMessage[] {
    return this.#parts.gate.held;
  }

  release(isMeant: (held: HeldMessage) => boolean): number {
    return this.#parts.gate.release(isMeant);
  }

  repeat(isMeant: (held: HeldMessage) => boolean): number {
    return this.#parts.gate.repeat(isMeant);
  }

  async beginRound(node: string, kind: 'classic' | 'fast'): Promise<void> {
    const status = await this.#post(node, { begin: kind });
    if (status === 200) return;
    const what = status === null ? `did not answer within ${answerTimeoutMs} ms` : `answered with status ${status}`;
    throw new HarnessError(
      'ROUND_NOT_BEGUN',
      `${node} was asked to begin a ${kind} round and ${what}. Start it with --rounds-by request --unsafe-quorums.`,
    );
  }

  async recover(node: string, instance: number): Promise<void> {
    await this.#post(node, { recover: instance });
  }

  /** A node that has stopped, for an alarm say, is past caring. */
  async leaveToTimeouts(node: string): Promise<void> {
    await this.#post(node, { by: 'timeouts' });
  }

  async letGo(): Promise<void> {
    this.#parts.gate.open();
    await Promise.all(this.#parts.nodes.map((node) => this.leaveToTimeouts(node)));
  }

  /** The status of the answer; null when there is none. */
  async #post(node: string, request: object): Promise<number | null> {
    const port = this.#parts.adminPort(node);
    return port === null ? null : postAdminJson(port, '/rounds', request, answerTimeoutMs);
  }
}
