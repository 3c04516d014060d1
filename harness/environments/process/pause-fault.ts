import { readProcessStat } from '../../left-overs/index.ts';
import type { ActiveFault, Fault, ProbeResult } from '../../ports/index.ts';
import { until } from '../../until.ts';
import { combineObservations, type NodeObservation } from './node-fault.ts';
import type { NodeProcess } from './node-process.ts';

const stopped = 'T';
const stopTimeoutMs = 1_000;

/** SIGSTOP to each node; proved when the kernel calls it stopped and `/health` gets no answer. Healing is SIGCONT. */
export class PauseFault implements ActiveFault {
  readonly fault: Fault;
  readonly #nodes: readonly NodeProcess[];
  readonly #readyTimeoutMs: number;
  readonly #paused = new Set<NodeProcess>();

  constructor(parts: Readonly<{ fault: Fault; nodes: readonly NodeProcess[]; readyTimeoutMs: number }>) {
    this.fault = parts.fault;
    this.#nodes = parts.nodes;
    this.#readyTimeoutMs = parts.readyTimeoutMs;
  }

  async begin(): Promise<void> {
    for (const node of this.#nodes.filter(({ isRunning }) => isRunning)) {
      this.#paused.add(node);
      node.signal('SIGSTOP');
    }
    // A signal is delivered in its own time; whether it was in the end is for the probe to say.
    await until(() => [...this.#paused].every((node) => stateOf(node) === stopped), { timeoutMs: stopTimeoutMs });
  }

  async probe(): Promise<ProbeResult> {
    return combineObservations(await Promise.all(this.#nodes.map((node) => this.#observe(node))));
  }

  async heal(signal: AbortSignal): Promise<void> {
    for (const node of this.#paused) node.signal('SIGCONT');
    const running = [...this.#paused].filter(({ isRunning }) => isRunning);
    await Promise.all(running.map((node) => node.ready(this.#readyTimeoutMs, signal)));
  }

  async #observe(node: NodeProcess): Promise<NodeObservation> {
    const isHealthy = await node.isHealthy();
    const state = stateOf(node);
    if (state === null) return { inForce: false, healed: true, says: `${node.node} does not run` };
    const health = isHealthy ? 'answers /health' : 'does not answer /health';
    return {
      inForce: state === stopped && !isHealthy,
      healed: state !== stopped && isHealthy,
      says: `${node.node}, pid ${node.identity?.pid}, is in state ${state} and ${health}`,
    };
  }
}

/** The letter that the kernel gives the node's process; null when that does not live. */
function stateOf(node: NodeProcess): string | null {
  if (node.identity === null || !node.isRunning) return null;
  return readProcessStat(node.identity.pid)?.state ?? null;
}
