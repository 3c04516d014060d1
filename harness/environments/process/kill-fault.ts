import { isAlive, type ProcessIdentity } from '../../left-overs/index.ts';
import type { ActiveFault, Fault, ProbeResult } from '../../ports/index.ts';
import { combineObservations, type NodeObservation } from './node-fault.ts';
import type { NodeProcess } from './node-process.ts';

/**
 * SIGKILL to each node; proved when that very process is gone and no other runs in its place. Healing starts it again on
 * its data. A node that had ended by itself before is left as it is: the end is reported, and not to be papered over.
 */
export class KillFault implements ActiveFault {
  readonly fault: Fault;
  readonly #nodes: readonly NodeProcess[];
  readonly #startTimeoutMs: number;
  readonly #killed = new Map<NodeProcess, ProcessIdentity>();

  constructor(parts: Readonly<{ fault: Fault; nodes: readonly NodeProcess[]; startTimeoutMs: number }>) {
    this.fault = parts.fault;
    this.#nodes = parts.nodes;
    this.#startTimeoutMs = parts.startTimeoutMs;
  }

  async begin(): Promise<void> {
    for (const node of this.#nodes) {
      if (node.identity !== null && node.isRunning) this.#killed.set(node, node.identity);
    }
    await Promise.all([...this.#killed.keys()].map((node) => node.kill()));
  }

  async probe(): Promise<ProbeResult> {
    return combineObservations(await Promise.all(this.#nodes.map((node) => this.#observe(node))));
  }

  async heal(signal: AbortSignal): Promise<void> {
    await Promise.all([...this.#killed.keys()].map((node) => node.start(this.#startTimeoutMs, signal)));
  }

  async #observe(node: NodeProcess): Promise<NodeObservation> {
    const killed = this.#killed.get(node);
    if (killed === undefined) {
      return { inForce: false, healed: true, says: `${node.node} was not running when it was to be killed` };
    }
    if (isAlive(killed)) return { inForce: false, healed: false, says: `${node.node} runs on as pid ${killed.pid}` };
    if (!node.isRunning) return { inForce: true, healed: false, says: `${node.node}, pid ${killed.pid}, is gone` };
    const isHealthy = await node.isHealthy();
    const health = isHealthy ? 'answers /health' : 'does not answer /health';
    return {
      inForce: false,
      healed: isHealthy,
      says: `${node.node} runs again as pid ${node.identity?.pid} and ${health}`,
    };
  }
}
