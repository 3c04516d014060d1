import { HarnessError } from '../../harness-error.ts';
import type { HeldMessage, Steering } from '../../ports/index.ts';
import type { MessageGate } from '../links/message-gate.ts';
import type { SimNode } from './sim-node.ts';

/** Steers simulated nodes: messages by the gate of their network, rounds by the events that a request would cause. */
export class SimSteering implements Steering {
  readonly #gate: MessageGate;
  readonly #nodeNamed: (name: string) => SimNode;
  readonly #nodes: readonly string[];

  constructor(nodes: readonly string[], gate: MessageGate, nodeNamed: (name: string) => SimNode) {
    this.#nodes = nodes;
    this.#gate = gate;
    this.#nodeNamed = nodeNamed;
  }

  get held(): readonly HeldMessage[] {
    return this.#gate.held;
  }

  release(isMeant: (held: HeldMessage) => boolean): number {
    return this.#gate.release(isMeant);
  }

  repeat(isMeant: (held: HeldMessage) => boolean): number {
    return this.#gate.repeat(isMeant);
  }

  async beginRound(name: string, kind: 'classic' | 'fast'): Promise<void> {
    const node = this.#nodeNamed(name);
    if (!node.isReady || node.isPaused) {
      throw new HarnessError('ROUND_NOT_BEGUN', `${name} was asked to begin a ${kind} round and does not run.`);
    }
    node.deliver({ kind: 'begin-round', roundKind: kind });
  }

  async recover(name: string, instance: number): Promise<void> {
    this.#nodeNamed(name).deliver({ kind: 'recover', instance });
  }

  async leaveToTimeouts(name: string): Promise<void> {
    this.#nodeNamed(name).deliver({ kind: 'rounds-by-timeouts' });
  }

  async letGo(): Promise<void> {
    this.#gate.open();
    for (const name of this.#nodes) await this.leaveToTimeouts(name);
  }
}
