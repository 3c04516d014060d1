import type { ActiveFault, Fault, ProbeResult } from '../../ports/index.ts';
import type { FaultyNode, NodeLife } from './faulty-node.ts';
import { combineObservations, type NodeObservation } from './node-fault.ts';

/**
 * SIGKILL to each node; proved when that very process is gone and no other runs in its place. Healing starts it again on
 * its data. A node that had ended by itself before is left as it is: the end is reported, and not to be papered over.
 */
export class KillFault implements ActiveFault {
  readonly fault: Fault;
  readonly #nodes: readonly FaultyNode[];
  readonly #startTimeoutMs: number;
  readonly #killed = new Map<FaultyNode, NodeLife>();

  constructor(parts: Readonly<{ fault: Fault; nodes: readonly FaultyNode[]; startTimeoutMs: number }>) {
    this.fault = parts.fault;
    this.#nodes = parts.nodes;
    this.#startTimeoutMs = parts.startTimeoutMs;
  }

  async begin(): Promise<void> {
    await Promise.all(
      this.#nodes.map(async (node) => {
        const life = await node.life();
        if (life !== null) this.#killed.set(node, life);
      }),
    );
    await Promise.all([...this.#killed.keys()].map((node) => node.kill()));
  }

  async probe(): Promise<ProbeResult> {
    return combineObservations(await Promise.all(this.#nodes.map((node) => this.#observe(node))));
  }

  async heal(signal: AbortSignal): Promise<void> {
    await Promise.all([...this.#killed.keys()].map((node) => node.start(this.#startTimeoutMs, signal)));
  }

  async #observe(node: FaultyNode): Promise<NodeObservation> {
    const killed = this.#killed.get(node);
    if (killed === undefined) {
      return { inForce: false, healed: true, says: `${node.node} was not running when it was to be killed` };
    }
    const life = await node.life();
    if (life === null) return { inForce: true, healed: false, says: `${node.node}, ${killed.says}, is gone` };
    if (life.key === killed.key) {
      return { inForce: false, healed: false, says: `${node.node} runs on as ${killed.says}` };
    }
    const isHealthy = await node.isHealthy();
    const health = isHealthy ? 'answers /health' : 'does not answer /health';
    return { inForce: false, healed: isHealthy, says: `${node.node} runs again as ${life.says} and ${health}` };
  }
}
